package io.watchllm.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.chaos.core.PipelineResult;
import io.watchllm.chaos.scenario.ProcessorScenario;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The short form of {@code watchllm chaos processor}. Logs of the processors are in target/chaos-processor. */
class ProcessorChaosIT {
    private static final int EVENTS = 1_600;
    private static final long SEED = 20_261;

    /** A fault of the broker, of the processor and of the way between them; all scenarios would take minutes. */
    private static final List<ProcessorScenario> SHORT = ProcessorScenario.ALL.stream()
            .filter(scenario -> Set.of("commit-times-out", "kill", "coordinator-moved", "control")
                    .contains(scenario.name()))
            .toList();

    private static final Map<String, PipelineResult> RESULTS = new HashMap<>();

    @BeforeAll
    static void play() {
        var folder = Path.of("target", "chaos-processor");
        var plan = new ProcessorChaosPlan(SHORT, EVENTS, SEED, 2, folder);
        new ProcessorChaosRun(plan).play((scenario, result) -> RESULTS.put(scenario.name(), result));
    }

    @TestFactory
    Stream<DynamicTest> shouldTakeEachEventOnceAndRaiseTheSameAlertsWhateverBreaks() {
        return Stream.concat(Stream.of(ProcessorChaosRun.UNDISTURBED), SHORT.stream())
                .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> {
                    var result = Objects.requireNonNull(RESULTS.get(scenario.name()));
                    assertThat(scenario.passed(result)).as(result.toString()).isTrue();
                }));
    }
}
