package io.watchllm.cli.query;

import io.watchllm.cli.prices.PricesCommand;
import io.watchllm.cli.shell.TopCommand;
import io.watchllm.clickhouse.BlockClient;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.ClusterSettings;
import io.watchllm.clickhouse.QueryCatalogue;
import io.watchllm.clickhouse.core.CatalogueQuery;
import io.watchllm.pricing.BuiltInPrices;
import io.watchllm.pricing.PriceList;
import io.watchllm.runtime.ConfigException;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.text.SimilarNames;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code watchllm query}. */
@Command(
        name = "query",
        synopsisSubcommandLabel = "COMMAND",
        description = "Questions to the tables that come with their queries: cost, latency, errors, runs, alerts.",
        subcommands = {QueryListCommand.class, QueryShowCommand.class, QueryRunCommand.class})
public final class QueryCommand extends TopCommand {
    /** Asks queries of all rows, of whichever node they are on. */
    BlockClient reader() {
        var variables = environment();
        return ClusterSettings.from(variables).reader(ClickHouseSettings.from(variables));
    }

    /** The price list: that of the topic and what ships inside, or where no Kafka is named, what ships inside alone. */
    PriceList prices() {
        if (KafkaSettings.named(environment())) {
            return PricesCommand.list(kafka(), err());
        }
        err().println("watchllm: prices are those that ship inside, since WATCHLLM_KAFKA_BOOTSTRAP is not set and the"
                + " topic of prices can't be read");
        return PriceList.of(List.of(), BuiltInPrices.rows());
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
                                + SimilarNames.question(name, catalogue.names())
                                        .orElse("'watchllm query list' names all")));
    }
}
