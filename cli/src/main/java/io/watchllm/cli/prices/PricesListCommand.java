package io.watchllm.cli.prices;

import io.watchllm.cli.shell.TimeConverter;
import io.watchllm.pricing.BuiltInPrices;
import io.watchllm.pricing.PriceList.Layer;
import io.watchllm.pricing.PriceRow;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code watchllm prices list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "List the prices that hold, in USD for a million tokens: those of the topic, and those that ship"
                + " inside, which stand behind them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  watchllm prices list --model 'claude-*'",
            "  watchllm prices list --provider openai --at 2026-06-01T00:00:00Z",
            "  watchllm prices list --json | jq 'select(.service_tier == \"flex\")'"
        })
final class PricesListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private PricesCommand parent;

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
            converter = TimeConverter.class,
            description = "Prices of this time: 2026-11-01T08:00:00Z, or so long ago: 2h, 7d (default: now).")
    private @Nullable Instant at;

    @Option(names = "--json", description = "One JSON object a line, with prices for a token.")
    private boolean json;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var topic = parent.rows(spec.commandLine().getErr());
        if (!json) {
            out.println(PriceText.HEAD);
        }
        print(Layer.TOPIC, topic, out);
        print(Layer.BUILT_IN, BuiltInPrices.rows(), out);
        out.flush();
        return 0;
    }

    private void print(Layer layer, List<PriceRow> rows, PrintWriter out) {
        var time = at == null ? Instant.now() : at;
        var names = Pattern.compile(("\\Q" + model.replace("*", "\\E.*\\Q") + "\\E"), Pattern.CASE_INSENSITIVE);
        rows.stream()
                .filter(row -> row.period().contains(time))
                .filter(row -> names.matcher(row.key().model()).matches())
                .filter(row ->
                        provider == null || provider.equalsIgnoreCase(row.key().provider()))
                .sorted(PriceRow.ORDER)
                .forEach(row ->
                        out.println(json ? PriceText.json(PriceText.fields(layer, row)) : PriceText.line(layer, row)));
    }
}
