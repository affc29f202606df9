package io.watchllm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a stranger runs it. */
@Timeout(600)
class DemoIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    /** 597 events of 16 runs; the counts were taken from the file by other means. */
    private static final Path SAMPLE = Path.of("..", "..", "samples", "airline-agent.ndjson.gz");

    @TempDir
    private Path folder;

    @Test
    void shouldPutEveryEventOfItsFilesIntoTheTablesAndAccountForTheRest() throws Exception {
        var good = """
                {"event_id":"e1","project_id":"p","run_id":"r","timestamp":"2026-11-01T08:00:00Z","event_type":"agent_step","step_number":1}
                """;
        var file = Files.writeString(
                folder.resolve("mixed.ndjson"),
                good + "{broken\n" + good.replace("e1", "e2").replace("\"step_number\":1", "\"step_number\":-1")
                        + good.replace("e1", "e3")
                        + good);

        try (var demo = start("demo", "--file", SAMPLE.toString(), "--file", file.toString(), "--json")) {
            assertThat(demo.waitFor()).as(demo.output()).isZero();

            // The sample, and of the five lines of the other file two events, two that are refused and one repeat.
            assertThat(demo.output().lines().toList().getLast())
                    .matches("\\{\"events_in\":602,\"events\":599,\"tool_calls\":104,\"agent_steps\":242,"
                            + "\"alerts\":[1-9]\\d*,\"dead_letters\":2,\"duplicates\":1,\"seconds\":[0-9.]+}");
            assertThat(demo.output())
                    .contains("mixed.ndjson:2: not JSON at column 2")
                    .contains("mixed.ndjson:3: step_number");
        }
    }

    @Test
    void shouldLeaveNoProcessBehindWhenItIsKilled() throws Exception {
        try (var demo = start("demo", "--runs", "1", "--keep")) {
            await().atMost(DEADLINE).until(() -> demo.output().contains("The stack stays up"));
            var engines =
                    ProcessHandle.of(demo.pid()).orElseThrow().descendants().toList();
            assertThat(engines).hasSizeGreaterThanOrEqualTo(3);

            demo.kill();

            await().atMost(DEADLINE).untilAsserted(() -> assertThat(engines).noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void shouldSayWhatIsWrongBeforeAnythingStarts() throws Exception {
        for (var wrong : List.of(
                Map.entry(List.of("demo", "--file", "none.ndjson"), "--file: can't read 'none.ndjson'"),
                Map.entry(List.of("processor"), "WATCHLLM_KAFKA_BOOTSTRAP: must be set"),
                Map.entry(List.of("sink", "--tables", "evnts"), "WATCHLLM_"),
                Map.entry(List.of("demoo"), "Unmatched argument"))) {
            try (var command = start(wrong.getKey().toArray(String[]::new))) {
                assertThat(command.waitFor()).as(command.output()).isEqualTo(2);
                assertThat(command.output()).contains(wrong.getValue()).doesNotContain("\tat ");
            }
        }
    }

    private CommandProcess start(String... arguments) throws Exception {
        return CommandProcess.start(Map.of(), Files.createTempFile(folder, "watchllm", ".log"), arguments);
    }
}
