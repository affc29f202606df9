package io.watchllm.cli.query;

import io.watchllm.cli.shell.ShellCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code watchllm query show NAME}. */
@Command(
        name = "show",
        description = "Show what a query answers, what it takes, how fast it is, and its text.",
        footer = {"  watchllm query show wasted_spend"})
final class QueryShowCommand extends ShellCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Name of the query.")
    private String name;

    @Override
    public Integer call() {
        out().print(QueryText.full(QueryCommand.find(name)));
        return 0;
    }
}
