package io.watchllm.cli.query;

import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.clickhouse.QueryCatalogue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code watchllm query list}. */
@Command(
        name = "list",
        description = "List the queries by theme: what each answers, and its parameters with their defaults.",
        footer = {"  watchllm query list", "  watchllm query list --json | jq 'select(.about == \"cost\") | .name'"})
final class QueryListCommand extends ShellCommand implements Callable<Integer> {
    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() {
        var out = out();
        var catalogue = QueryCatalogue.load();
        if (json) {
            catalogue.queries().forEach(query -> out.println(QueryText.json(query)));
        } else {
            out.print(QueryText.list(catalogue.byTheme()));
        }
        return 0;
    }
}
