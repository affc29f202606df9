package io.watchllm.cli.prices;

import io.watchllm.cli.shell.InputFiles;
import io.watchllm.cli.shell.JsonObject;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.operations.prices.PriceTopic;
import io.watchllm.pricing.PriceChanges;
import io.watchllm.pricing.PriceChanges.Change;
import io.watchllm.pricing.PriceChanges.Kind;
import io.watchllm.pricing.PriceFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code watchllm prices load FILE}. */
@Command(
        name = "load",
        description = {
            "Put the prices of a file on the topic; running processors take them over.",
            "",
            "The file is LiteLLM's model_prices_and_context_window.json as it is, or our own dated form"
                    + " (docs/operators/pricing.md). What the topic has already is not written again. The first price of a model"
                    + " holds for all time before, too; one that differs from the present one holds from now on.",
        },
        footer = {
            "  watchllm prices load model_prices_and_context_window.json --dry-run",
            "  watchllm prices load contract.json --effective-from 2026-12-01T00:00:00Z"
        })
final class PricesLoadCommand extends ShellCommand implements Callable<Integer> {
    private static final int SHOWN_MAX = 5;

    @Parameters(paramLabel = "FILE", description = "The file of prices.")
    private Path file;

    @Option(
            names = "--effective-from",
            paramLabel = "TIME",
            description = "From when prices hold whose time the file does not say: 2026-12-01T00:00:00Z, or so long"
                    + " ago: 2h, 7d.")
    private @Nullable Instant effectiveFrom;

    @Option(names = "--dry-run", description = "Say what would be written, and write nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Tell it as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        var out = out();
        InputFiles.requireReadable("FILE", List.of(file.toString()), "file of prices");
        var read = PriceFile.read(Files.readAllBytes(file), "litellm-loaded-" + LocalDate.now(ZoneOffset.UTC));
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var changes = PriceChanges.between(PricesCommand.rows(kafka(), err()), read, now, effectiveFrom);
        if (!dryRun && !changes.changes().isEmpty()) {
            new PriceTopic(kafka())
                    .write(changes.changes().stream().map(Change::row).toList());
        }
        warnOfImplausible(read, err());
        if (json) {
            out.println(json(read, changes));
        } else {
            tell(read, changes, out);
        }
        return 0;
    }

    private void tell(PriceFile read, PriceChanges changes, PrintWriter out) {
        if (dryRun) {
            changes.changes().forEach(change -> out.println(PriceText.line(change)));
        }
        out.printf(
                "%s%s: %,d new, %,d changed, %,d ended, %,d unchanged%n",
                read.origin().version(),
                dryRun ? ", would be written" : "",
                count(changes, Kind.NEW),
                count(changes, Kind.CHANGED),
                count(changes, Kind.ENDED),
                changes.unchanged());
        read.skipped()
                .forEach((why, models) -> out.printf(
                        "left out: %,d models %s%s%n",
                        models.size(),
                        why.words(),
                        why == PriceFile.Skipped.NO_TOKEN_PRICES ? "" : ": " + some(models)));
    }

    private String json(PriceFile read, PriceChanges changes) {
        var fields = new JsonObject();
        fields.put("price_version", read.origin().version());
        fields.put("dry_run", dryRun);
        for (var kind : Kind.values()) {
            fields.put(kind.name().toLowerCase(Locale.ROOT), count(changes, kind));
        }
        fields.put("unchanged", changes.unchanged());
        var skipped = new LinkedHashMap<String, Integer>();
        read.skipped().forEach((why, models) -> skipped.put(why.name().toLowerCase(Locale.ROOT), models.size()));
        fields.put("left_out", skipped);
        return fields.line();
    }

    private static void warnOfImplausible(PriceFile read, PrintWriter err) {
        var dear = read.prices().stream()
                .filter(price -> !price.prices().plausible())
                .map(price -> price.key().provider() + "/" + price.key().model())
                .distinct()
                .toList();
        if (!dear.isEmpty()) {
            err.printf(
                    "watchllm: %d models cost more than a cent a token, which may be an error of the list: %s%n",
                    dear.size(), some(dear));
        }
    }

    private static String some(List<String> models) {
        return String.join(", ", models.subList(0, Math.min(SHOWN_MAX, models.size())))
                + (models.size() > SHOWN_MAX ? ", …" : "");
    }

    private static long count(PriceChanges changes, Kind kind) {
        return changes.changes().stream()
                .filter(change -> change.kind() == kind)
                .count();
    }
}
