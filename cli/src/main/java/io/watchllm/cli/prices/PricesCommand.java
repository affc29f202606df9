package io.watchllm.cli.prices;

import io.watchllm.cli.shell.EnvironmentOption;
import io.watchllm.cli.shell.Quiet;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.prices.PriceTopic;
import io.watchllm.pricing.BuiltInPrices;
import io.watchllm.pricing.PriceList;
import io.watchllm.pricing.PriceRow;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.runtime.PlainText;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code watchllm prices}. */
@Command(
        name = "prices",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "What models cost: the prices by which the processor prices calls.",
        subcommands = {
            PricesLoadCommand.class,
            PricesListCommand.class,
            PricesExplainCommand.class,
            PricesRepriceCommand.class
        })
public final class PricesCommand {
    @Mixin
    private EnvironmentOption environment;

    Environment environment() {
        return environment.environment();
    }

    PriceTopic topic() {
        return topic(environment());
    }

    private static PriceTopic topic(Environment variables) {
        return new PriceTopic(new KafkaConnection(KafkaSettings.from(variables)));
    }

    /** The rows of the topic; what is broken there is told. */
    List<PriceRow> rows(PrintWriter err) {
        return rows(environment(), err);
    }

    private static List<PriceRow> rows(Environment variables, PrintWriter err) {
        Quiet.services();
        var contents = topic(variables).read();
        contents.broken()
                .forEach((key, problem) -> err.printf(
                        "watchllm: the record %s on the topic of prices is no price: %s%n",
                        PlainText.line(key), PlainText.line(problem)));
        return contents.rows();
    }

    /** The list as the processor has it. */
    PriceList list(PrintWriter err) {
        return list(environment(), err);
    }

    /** The list as the processor of these variables has it. */
    public static PriceList list(Environment variables, PrintWriter err) {
        return PriceList.of(rows(variables, err), BuiltInPrices.rows());
    }
}
