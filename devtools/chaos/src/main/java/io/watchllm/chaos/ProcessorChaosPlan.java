package io.watchllm.chaos;

import io.watchllm.chaos.scenario.ProcessorScenario;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run on processors plays.
 *
 * @param scenarios in this order
 * @param events records of each, the same for all
 * @param seed what chance rests on
 * @param lanes how many scenarios are played at once
 * @param folder where the logs of the processors go
 */
public record ProcessorChaosPlan(List<ProcessorScenario> scenarios, int events, long seed, int lanes, Path folder) {
    public ProcessorChaosPlan {
        scenarios = List.copyOf(scenarios);
    }
}
