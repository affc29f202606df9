package io.watchllm.cli.prices;

import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.operations.reprice.Repricing;
import io.watchllm.pricing.Pricer;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.runtime.ConfigException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code watchllm prices reprice}. */
@Command(
        name = "reprice",
        description = {
            "Price the stored calls of a project again, by the prices that are known now, and bring events and its"
                    + " rollups in line.",
            "",
            "Each call is priced by the prices of its own time, as the processor would price it now. A cost that was"
                    + " given with the call stays, unless WATCHLLM_PRICING_PREFER=price_table. Every change is a row of"
                    + " cost_corrections. A run that was cut off is ended by the next one. Sinks may run meanwhile. On several"
                    + " shards it goes from one to the next, under one reprice_id.",
        },
        exitCodeList = {
            "0:done, and rows and rollups agree",
            "1:they do not, or Kafka or ClickHouse gives no answer",
            "2:wrong usage or wrong settings"
        },
        footer = {
            "  watchllm prices reprice --project shop --from 30d --dry-run",
            "  watchllm prices reprice --project shop --from 2026-11-01T00:00:00Z --to 2026-11-15T00:00:00Z"
        })
final class PricesRepriceCommand extends ShellCommand implements Callable<Integer> {
    /** Rows that were priced before a change of prices may still be on their way. */
    private static final Duration UNDER_WAY = Duration.ofHours(1);

    private static final int BATCH_MAX = 1_000_000;

    @Option(names = "--project", paramLabel = "P", required = true, description = "The project.")
    private String project;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            required = true,
            description = "Calls that happened since: 2026-11-01T08:00:00Z, or so long ago: 30m, 2h, 7d.")
    private Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "Calls that happened before; as --from (default: now).")
    private @Nullable Instant to;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "200000",
            description =
                    "Calls to read in one go, 1 to 1000000: more take more memory here and in ClickHouse, and fewer"
                            + " mutations (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--dry-run", description = "Say what would change, and change nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Tell it as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        var err = err();
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var scope = scope(now);
        var variables = environment();
        var settings = SinkSettings.from(variables);
        var pricer = new Pricer(PricesCommand.list(kafka(), err()), ProcessorSettings.preference(variables));
        try (var repricing = new Repricing(scope, settings, pricer, err::println)) {
            var report = repricing.run();
            var text = new RepriceText(report);
            out().print(json ? text.json() + System.lineSeparator() : text.text());
            if (report.failure() != null) {
                throw report.failure();
            }
            if (scope.to().isAfter(now.minus(UNDER_WAY))) {
                err.println("watchllm: calls that were priced before may still be on their way to ClickHouse; a second"
                        + " run finds them once the sink has no lag");
            }
            return exitCode(report.proven());
        }
    }

    private Repricing.Scope scope(Instant now) {
        var end = to == null ? now : to;
        if (end.isAfter(now)) {
            throw new ConfigException(
                    "--to",
                    "'" + end + "' is to come; expected a time up to now, for the processor prices what comes.");
        }
        if (!from.isBefore(end)) {
            throw new ConfigException("--from", "'" + from + "' is not before --to, '" + end + "'.");
        }
        if (batch < 1 || batch > BATCH_MAX) {
            throw new ConfigException("--batch", "'" + batch + "' is out of range; expected 1 to " + BATCH_MAX + ".");
        }
        return new Repricing.Scope(project, from.truncatedTo(ChronoUnit.MILLIS), end, batch, dryRun);
    }
}
