package io.watchllm.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.chaos.core.ScenarioResult;
import io.watchllm.chaos.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The short form of {@code watchllm chaos sink}. Logs of the sinks are in target/chaos. */
class ChaosIT {
    private static final int ROWS = 2_400;
    private static final long SEED = 20_261;
    private static final Map<String, ScenarioResult> RESULTS = new HashMap<>();

    @BeforeAll
    static void play() {
        var plan = new ChaosPlan(Scenario.ALL, ROWS, SEED, 6, Duration.ofSeconds(3), Path.of("target", "chaos"));
        new ChaosRun(plan).play((scenario, result) -> RESULTS.put(scenario.name(), result));
    }

    @TestFactory
    Stream<DynamicTest> shouldStoreEachRowOnceWhateverBreaks() {
        return Scenario.ALL.stream()
                .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> {
                    var result = Objects.requireNonNull(RESULTS.get(scenario.name()));
                    assertThat(scenario.passed(result)).as(result.toString()).isTrue();
                }));
    }
}
