package io.watchllm.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatchllmDevTest {
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
                "query",
                "run",
                "topics",
                "schema",
                "send",
                "simulate",
                "dead-letters",
                "audit",
                "rollups"
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
                "alerts tail",
                "query run project_overview",
                "run show r1"
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
        assertThat(run.err())
                .contains("line 1 is no NAME=value line, in " + file)
                .doesNotContain("WATCHLLM");
    }

    @ParameterizedTest
    @CsvSource({"rw-------,false", "rw-r-----,true", "rw----r--,true"})
    void shouldWarnOfSecretsThatOthersCanRead(String mode, boolean warned, @TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("secret.env"), "WATCHLLM_CLICKHOUSE_PASSWORD=s3cret\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        var run = run("processor", "--env-file", file.toString());

        assertThat(run.err().contains("other users can read it; expected mode 600"))
                .isEqualTo(warned);
        assertThat(run.err()).doesNotContain("s3cret");
    }

    @Test
    void shouldLetNothingThatItRepeatsSteerTheTerminal() {
        var run = run("query", "show", "x\u001B]52;c;y\u0007\u009B31m\u202Ez");

        assertThat(run.err()).contains("x\uFFFD]52;c;y\uFFFD\uFFFD31m\uFFFDz");
    }

    @Test
    void shouldOfferSpreadsheetsCsvAlone() {
        var run = run("query", "run", "cost_by_user", "-p", "project=p", "--spreadsheet");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("watchllm: --spreadsheet is for --format csv\n");
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

    @Test
    void shouldNameTheQueriesLikeOneThatIsNotThere() {
        var near = run("query", "run", "cost_by_modle");
        var far = run("query", "show", "xyzzy");

        assertThat(near.exitCode()).isEqualTo(2);
        assertThat(near.err())
                .isEqualTo("watchllm: NAME: there is no query 'cost_by_modle'; did you mean 'cost_by_model' or"
                        + " 'cost_by_day'?\n");
        assertThat(far.exitCode()).isEqualTo(2);
        assertThat(far.err()).contains("there is no query 'xyzzy'; 'watchllm query list' names all");
    }

    @Test
    void shouldSayWhatIsWrongWithTheParametersOfAQuery() {
        var run = run("query", "run", "cost_by_model", "--param", "days=x", "-p", "proj=shop");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactly(
                        "watchllm: query cost_by_model has no parameter 'proj'; did you mean 'project'?",
                        "watchllm: query cost_by_model needs the parameter 'project': the project; give it as --param"
                                + " project=…, a text",
                        "watchllm: parameter 'days' of query cost_by_model can't be 'x'; expected a whole number from"
                                + " 0 to 65535, such as 24");
        assertThat(run("query", "run", "cost_by_model", "-p", "days").err()).contains("KEY=VALUE format but was days");
    }

    @Test
    void shouldListAndShowQueries() {
        assertThat(run("query", "list").out())
                .contains("COST\n", "What did each model cost", "project=… days=7 from='' to='' env='' limit=50");
        assertThat(run("query", "list", "--json").out().lines())
                .allMatch(line -> line.startsWith("{\"name\":"))
                .anyMatch(line -> line.contains("\"name\":\"days\",\"type\":\"UInt16\",\"default\":\"7\""));
        assertThat(run("query", "show", "run_cost_by_step").out())
                .contains("--param run=…", "the run (String)", "A call belongs to the step", "ORDER BY cost_usd DESC");
    }

    private static Run run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var exitCode = WatchllmDev.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }
}
