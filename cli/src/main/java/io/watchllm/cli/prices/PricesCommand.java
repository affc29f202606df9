package io.watchllm.cli.prices;

import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.cli.shell.TopCommand;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.prices.PriceTopic;
import io.watchllm.pricing.BuiltInPrices;
import io.watchllm.pricing.PriceList;
import io.watchllm.pricing.PriceList.Layer;
import io.watchllm.pricing.PriceRow;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code watchllm prices}. */
@Command(
        name = "prices",
        synopsisSubcommandLabel = "COMMAND",
        description = "What models cost: the prices by which the processor prices calls.",
        subcommands = {
            PricesLoadCommand.class,
            PricesCommand.ListCommand.class,
            PricesExplainCommand.class,
            PricesRepriceCommand.class
        })
public final class PricesCommand extends TopCommand {
    /** The list as the processors of a Kafka have it; what is broken there is printed. */
    public static PriceList list(KafkaConnection kafka, PrintWriter err) {
        return PriceList.of(rows(kafka, err), BuiltInPrices.rows());
    }

    /** The rows of the topic; what is broken there is printed. */
    static List<PriceRow> rows(KafkaConnection kafka, PrintWriter err) {
        var contents = new PriceTopic(kafka).read();
        contents.tellBroken("price", err);
        return List.copyOf(contents.values().values());
    }

    /** {@code watchllm prices list}. */
    @Command(
            name = "list",
            description =
                    "List the prices that hold, in USD for a million tokens: those of the topic, and those that ship"
                            + " inside, which stand behind them.",
            footer = {
                "  watchllm prices list --model 'claude-*'",
                "  watchllm prices list --provider openai --at 2026-06-01T00:00:00Z",
                "  watchllm prices list --json | jq 'select(.service_tier == \"flex\")'"
            })
    static final class ListCommand extends ShellCommand implements Callable<Integer> {
        @Option(
                names = "--model",
                paramLabel = "PATTERN",
                defaultValue = "*",
                description = "Models of this name; * stands for any characters.")
        private String model;

        @Option(names = "--provider", paramLabel = "P", description = "Models of this provider.")
        private @Nullable String provider;

        @Option(
                names = "--at",
                paramLabel = "TIME",
                description = "Prices of this time: 2026-11-01T08:00:00Z, or so long ago: 2h, 7d (default: now).")
        private @Nullable Instant at;

        @Option(names = "--json", description = "One JSON object a line, with prices for a token.")
        private boolean json;

        @Override
        public Integer call() {
            var out = out();
            var topic = PricesCommand.rows(kafka(), err());
            if (!json) {
                out.println(PriceText.HEAD);
            }
            print(Layer.TOPIC, topic, out);
            print(Layer.BUILT_IN, BuiltInPrices.rows(), out);
            return 0;
        }

        private void print(Layer layer, List<PriceRow> rows, PrintWriter out) {
            var time = at == null ? Instant.now() : at;
            var names = Pattern.compile(("\\Q" + model.replace("*", "\\E.*\\Q") + "\\E"), Pattern.CASE_INSENSITIVE);
            rows.stream()
                    .filter(row -> row.period().contains(time))
                    .filter(row -> names.matcher(row.key().model()).matches())
                    .filter(row -> provider == null
                            || provider.equalsIgnoreCase(row.key().provider()))
                    .sorted(PriceRow.ORDER)
                    .forEach(row ->
                            out.println(json ? PriceText.fields(layer, row).line() : PriceText.line(layer, row)));
        }
    }
}
