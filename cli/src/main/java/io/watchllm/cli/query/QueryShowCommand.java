package io.watchllm.cli.query;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code watchllm query show NAME}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Show what a query answers, what it takes, how fast it is, and its text.",
        footerHeading = "%nExamples:%n",
        footer = {"  watchllm query show wasted_spend"})
final class QueryShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "Name of the query.")
    private String name;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        out.print(QueryText.full(QueryCommand.find(name)));
        out.flush();
        return 0;
    }
}
