package io.watchllm.cli.run;

import io.watchllm.cli.shell.Failures;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.cli.shell.Terminal;
import io.watchllm.cli.shell.TopCommand;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.ClusterSettings;
import io.watchllm.operations.runs.RunReader;
import io.watchllm.operations.runs.core.RunChoice;
import io.watchllm.runtime.PlainText;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code watchllm run}. */
@Command(
        name = "run",
        synopsisSubcommandLabel = "COMMAND",
        description = "The runs of agents, as the tables have them.",
        subcommands = {RunCommand.ShowCommand.class})
public final class RunCommand extends TopCommand {

    /** {@code watchllm run show RUN}. */
    @Command(
            name = "show",
            description = {
                "Show a run as a tree: prompts, steps, tools and errors, with times, tokens and cost.",
                "",
                "What names a parent span stands below that span, a nested tool call below its prompt call. Steps stand in the"
                        + " order of their numbers, and everything else between them by its time. Exit code 1 when there is"
                        + " no such run, 2 when several projects have one.",
            },
            footer = {
                "  watchllm run show airline-0-trial-0",
                "  watchllm run show run-7 --project shop --json | jq .cost_usd",
                "  watchllm query run most_expensive_runs --param project=shop   finds some to look at"
            })
    static final class ShowCommand extends ShellCommand implements Callable<Integer> {
        private static final int WIDTH_OF_FILES = 120;

        @Parameters(paramLabel = "RUN", description = "Id of the run.")
        private String run;

        @Option(
                names = "--project",
                paramLabel = "P",
                description = "Its project, where several have a run of that id.")
        private @Nullable String project;

        @Option(names = "--json", description = "Tell it as one JSON object.")
        private boolean json;

        @Override
        public Integer call() {
            var variables = environment();
            try (var client = ClusterSettings.from(variables).reader(ClickHouseSettings.from(variables))) {
                var reader = new RunReader(client);
                return switch (RunChoice.of(run, reader.projects(run), project)) {
                    case RunChoice.None(var problem, var ambiguous) -> {
                        err().println("watchllm: " + PlainText.line(problem));
                        yield ambiguous ? Failures.WRONG_SETTINGS : Failures.FAILED;
                    }
                    case RunChoice.Of(var chosen) -> {
                        show(reader, chosen);
                        yield 0;
                    }
                };
            }
        }

        private void show(RunReader reader, String chosen) {
            var view = reader.read(chosen, run);
            out().print(
                            json
                                    ? RunJson.of(view) + "\n"
                                    : RunText.of(view, Terminal.width().orElse(WIDTH_OF_FILES)));
            if (view.more()) {
                err().println("watchllm: the run has more events than are shown; its sums are of all");
            }
        }
    }
}
