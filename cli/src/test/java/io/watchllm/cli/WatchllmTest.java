package io.watchllm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchllmTest {
    private record Run(int exitCode, String out, String err) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "up",
                "processor",
                "sink",
                "notifier",
                "alerts",
                "topics",
                "schema",
                "send",
                "simulate",
                "dead-letters",
                "audit"
            })
    void shouldTeachEachCommand(String command) {
        var help = run(command, "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Usage: watchllm " + command);
    }

    @Test
    void shouldNameTheVariableWhenASettingIsMissing(@TempDir Path folder) throws Exception {
        var empty = Files.writeString(folder.resolve("empty.env"), "# nothing\n");

        var run = run("processor", "--env-file", empty.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("watchllm: WATCHLLM_KAFKA_BOOTSTRAP: must be set.")
                .doesNotContain("\tat ");
    }

    @Test
    void shouldPrintAStackTraceOnlyWhenAsked(@TempDir Path folder) throws Exception {
        var empty = Files.writeString(folder.resolve("empty.env"), "");

        assertThat(run("--stacktrace", "processor", "--env-file", empty.toString())
                        .err())
                .contains("\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "topics create",
                "schema create",
                "schema check",
                "schema verify",
                "dead-letters list",
                "dead-letters replay --yes",
                "sink status",
                "notifier undelivered",
                "alerts list",
                "alerts tail"
            })
    void shouldTakeTheEnvironmentFileBehindASubcommand(String command, @TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("wrong.env"), "WATCHLLM_KAFKA_BOOTSTRAP\n");

        var run = run((command + " --env-file " + file).split(" "));

        assertThat(run.err()).contains("is no NAME=value line");
    }

    @Test
    void shouldSayWhatATimeLooksLike() {
        var run = run("dead-letters", "list", "--from", "yesterday");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'yesterday' is no time; expected 2026-11-01T08:00:00Z, or how long ago");
    }

    @Test
    void shouldNameTheLineOfAnEnvironmentFileThatIsWrong(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("wrong.env"), "WATCHLLM_KAFKA_BOOTSTRAP\n");

        var run = run("processor", "--env-file", file.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'WATCHLLM_KAFKA_BOOTSTRAP' in " + file + " is no NAME=value line");
    }

    @Test
    void shouldRefuseAFileThatIsNotThereBeforeAnythingStarts() {
        var run = run("demo", "--file", "none.ndjson");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo(
                        "watchllm: --file: can't read 'none.ndjson'. Expected a file of events that exists and may be read.\n");
    }

    @Test
    void shouldSayWhichOptionIsUnknown() {
        var run = run("demo", "--fil", "x");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--fil");
    }

    @Test
    void shouldRefuseADurationWithoutAUnit() {
        var run = run("simulate", "--for", "5");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'5': expected time with a unit");
    }

    private static Run run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var exitCode = Watchllm.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }
}
