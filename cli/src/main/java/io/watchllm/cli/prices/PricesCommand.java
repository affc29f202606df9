package io.watchllm.cli.prices;

import io.watchllm.cli.shell.Quiet;
import io.watchllm.cli.shell.TopCommand;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.prices.PriceTopic;
import io.watchllm.pricing.BuiltInPrices;
import io.watchllm.pricing.PriceList;
import io.watchllm.pricing.PriceRow;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code watchllm prices}. */
@Command(
        name = "prices",
        synopsisSubcommandLabel = "COMMAND",
        description = "What models cost: the prices by which the processor prices calls.",
        subcommands = {
            PricesLoadCommand.class,
            PricesListCommand.class,
            PricesExplainCommand.class,
            PricesRepriceCommand.class
        })
public final class PricesCommand extends TopCommand {
    PriceTopic topic() {
        return new PriceTopic(kafka());
    }

    /** The rows of the topic; what is broken there is told. */
    List<PriceRow> rows() {
        return rows(kafka(), err());
    }

    /** The list as the processor has it. */
    PriceList list() {
        return list(kafka(), err());
    }

    /** The list as the processors of a Kafka have it; what is broken there is told. */
    public static PriceList list(KafkaConnection kafka, PrintWriter err) {
        return PriceList.of(rows(kafka, err), BuiltInPrices.rows());
    }

    private static List<PriceRow> rows(KafkaConnection kafka, PrintWriter err) {
        Quiet.services();
        var contents = new PriceTopic(kafka).read();
        contents.tellBroken("price", err);
        return List.copyOf(contents.values().values());
    }
}
