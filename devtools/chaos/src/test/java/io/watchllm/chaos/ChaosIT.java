package io.watchllm.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.chaos.core.ScenarioResult;
import io.watchllm.chaos.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The short form of {@code watchllm chaos sink}. Logs of the sinks are in target/chaos. */
class ChaosIT {
    /** What the long form alone plays, for the time that it takes. */
    private static final Set<String> LONG_ONLY = Set.of(
            "offsets-expired",
            "stuck-transaction",
            "four-sinks-die",
            "killed-at-random",
            "clickhouse-restarted",
            "part-without-token",
            "clocks-apart",
            "unclean-election");

    private static final int ROWS = 2_400;
    private static final long SEED = 20_261;
    private static final List<Scenario> PLAYED = Scenario.ALL.stream()
            .filter(scenario -> !LONG_ONLY.contains(scenario.name()))
            .toList();
    private static final Map<String, ScenarioResult> RESULTS = new HashMap<>();

    @BeforeAll
    static void play() {
        var plan = new ChaosPlan(PLAYED, ROWS, SEED, 6, Duration.ofSeconds(3), Path.of("target", "chaos"));
        new ChaosRun(plan).play((scenario, result) -> RESULTS.put(scenario.name(), result));
    }

    @TestFactory
    Stream<DynamicTest> shouldStoreEachRowOnceWhateverBreaks() {
        return PLAYED.stream()
                .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> {
                    var result = Objects.requireNonNull(RESULTS.get(scenario.name()));
                    assertThat(scenario.passed(result)).as(result.toString()).isTrue();
                }));
    }
}
