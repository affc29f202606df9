package io.watchllm.dev.bench;

import io.watchllm.bench.queries.QueriesBench;
import io.watchllm.bench.queries.QueriesPlan;
import io.watchllm.runtime.ConfigException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code watchllm bench queries}. */
@Command(
        name = "queries",
        mixinStandardHelpOptions = true,
        description = {
            "Fill the tables within ClickHouse and ask every query of the catalogue, with empty caches and warm.",
            "",
            "With --peer plain, tables as such systems usually begin with get the same rows and are asked the same.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  watchllm bench queries",
            "  watchllm bench queries --rows 100000000 --peer plain --json",
            "  watchllm bench queries --rows 10000000 --data /var/tmp/bench-queries",
            "  watchllm bench queries --rows 10000000 --data /var/tmp/bench-queries --days 30"
        })
final class BenchQueriesCommand implements Callable<Integer> {
    private static final String PLAIN = "plain";
    private static final long ROWS_MIN = 10_000;
    private static final long ROWS_MAX = 1_000_000_000;
    private static final int REPEATS_MAX = 1_000;
    private static final int DAYS_MAX = 60;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Events; half as many rows of other tables come with them (default: ${DEFAULT-VALUE}).")
    private long rows;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "20",
            description = "Warm answers of each query (default: ${DEFAULT-VALUE}).")
    private int repeats;

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "Look back so far with every question that has a time range (default: a day or a week, as"
                    + " each question does by itself).")
    private @Nullable Integer days;

    @Option(
            names = "--peer",
            defaultValue = "none",
            description = "Whom to compare with: plain or none (default: ${DEFAULT-VALUE}).")
    private String peer;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Keep the filled tables here, and use them again the next time (default: a temporary folder).")
    private @Nullable Path data;

    @Option(names = "--json", description = "Print the result as one JSON object, on the last line.")
    private boolean json;

    @Override
    public Integer call() {
        if (!peer.equals(PLAIN) && !peer.equals("none")) {
            throw new ConfigException("--peer", "can't use '" + peer + "': expected plain or none.");
        }
        BenchCommand.require("--rows", rows, ROWS_MIN, ROWS_MAX);
        BenchCommand.require("--repeats", repeats, REPEATS_MAX);
        if (days != null) {
            BenchCommand.require("--days", days, DAYS_MAX);
        }
        var plan = new QueriesPlan(rows, repeats, days, peer.equals(PLAIN), data);
        BenchCommand.tell(new QueriesBench(plan, spec.commandLine().getErr()).run(), json, spec);
        return 0;
    }
}
