package io.watchllm.chaos;

import io.watchllm.chaos.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a run plays.
 *
 * @param scenarios in this order
 * @param rows records of each
 * @param seed what chance rests on
 * @param sideBySide how many scenarios are played at once, if they may
 * @param away how long ClickHouse stays away where it does
 * @param folder where the logs of the sinks go
 */
public record ChaosPlan(List<Scenario> scenarios, int rows, long seed, int sideBySide, Duration away, Path folder) {
    public ChaosPlan {
        scenarios = List.copyOf(scenarios);
    }
}
