package io.watchllm.cli;

import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.ClusterSettings;
import io.watchllm.clickhouse.QueryCatalogue;
import io.watchllm.clickhouse.QueryRunner;
import io.watchllm.clickhouse.core.CatalogueQuery;
import io.watchllm.clickhouse.core.NearNames;
import io.watchllm.service.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code watchllm query}. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Questions to the tables that come with their queries: cost, latency, errors, runs, alerts.",
        subcommands = {QueryListCommand.class, QueryShowCommand.class, QueryRunCommand.class})
final class QueryCommand {
    @Mixin
    private EnvironmentOption environment;

    /** Asks the query of all rows, or on the one node when it writes a row. */
    QueryRunner runner(CatalogueQuery query) {
        var variables = environment.environment();
        var node = ClickHouseSettings.from(variables);
        return query.writes()
                ? new QueryRunner(node)
                : ClusterSettings.from(variables).runner(node);
    }

    /**
     * The query of this name.
     *
     * @throws ConfigException when there is none; names those that are like it
     */
    static CatalogueQuery find(String name) {
        var catalogue = QueryCatalogue.load();
        return catalogue
                .find(name)
                .orElseThrow(() -> new ConfigException(
                        "NAME",
                        "there is no query '" + name + "'; "
                                + NearNames.advice(name, catalogue.names()).orElse("'watchllm query list' names all")));
    }
}
