package io.watchllm.cli.query;

import io.watchllm.clickhouse.QueryCatalogue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code watchllm query list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "List the queries by theme: what each answers, and its parameters with their defaults.",
        footerHeading = "%nExamples:%n",
        footer = {"  watchllm query list", "  watchllm query list --json | jq 'select(.about == \"cost\") | .name'"})
final class QueryListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var catalogue = QueryCatalogue.load();
        if (json) {
            catalogue.queries().forEach(query -> out.println(QueryText.json(query)));
        } else {
            out.print(QueryText.list(catalogue.byTheme()));
        }
        out.flush();
        return 0;
    }
}
