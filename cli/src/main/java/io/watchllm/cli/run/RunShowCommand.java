package io.watchllm.cli.run;

import io.watchllm.cli.shell.Failures;
import io.watchllm.cli.shell.Terminal;
import io.watchllm.operations.runs.RunReader;
import io.watchllm.operations.runs.core.RunChoice;
import io.watchllm.runtime.PlainText;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code watchllm run show RUN}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Show a run as a tree: prompts, steps, tools and errors, with times, tokens and cost.",
            "",
            "What names a parent span stands below that span, a nested tool call below its prompt call. Steps stand in the"
                    + " order of their numbers, and everything else between them by its time. Exit code 1 when there is"
                    + " no such run, 2 when several projects have one.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  watchllm run show airline-0-trial-0",
            "  watchllm run show run-7 --project shop --json | jq .cost_usd",
            "  watchllm query run most_expensive_runs --param project=shop   finds some to look at"
        })
final class RunShowCommand implements Callable<Integer> {
    private static final int WIDTH_OF_FILES = 120;

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private RunCommand parent;

    @Parameters(paramLabel = "RUN", description = "Id of the run.")
    private String run;

    @Option(names = "--project", paramLabel = "P", description = "Its project, where several have a run of that id.")
    private @Nullable String project;

    @Option(names = "--json", description = "Tell it as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        var err = spec.commandLine().getErr();
        try (var runner = parent.runner()) {
            var reader = new RunReader(runner);
            return switch (RunChoice.of(run, reader.projects(run), project)) {
                case RunChoice.None(var problem, var ambiguous) -> {
                    err.println("watchllm: " + PlainText.line(problem));
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
        var out = spec.commandLine().getOut();
        var view = reader.read(chosen, run);
        out.print(
                json
                        ? RunJson.of(view) + "\n"
                        : RunText.of(view, Terminal.width().orElse(WIDTH_OF_FILES)));
        out.flush();
        if (view.more()) {
            spec.commandLine()
                    .getErr()
                    .println("watchllm: the run has more events than are shown; its sums are of all");
        }
    }
}
