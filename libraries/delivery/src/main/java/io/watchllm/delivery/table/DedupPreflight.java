package io.watchllm.delivery.table;

import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.DedupChainPreflight;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.clickhouse.StatementException;
import io.watchllm.clickhouse.core.DedupWindow;
import io.watchllm.clickhouse.core.ExactlyOnceRules;
import io.watchllm.clickhouse.core.Problem;
import io.watchllm.delivery.table.TableReader.TableUnreadableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks that a repeated insert changes neither the table nor what its views feed: every table along the way
 * deduplicates blocks, the settings that inserts pin are in force for this user, and ranges can be read back.
 */
public final class DedupPreflight {
    private final DedupChainPreflight tables;
    private final TableReader reader;
    private final String table;

    /**
     * Result of the check.
     *
     * @param pinned settings of every insert
     * @param windows deduplication window of each table along the way
     * @param gaps why exactly-once would not hold, each with its fix; empty when it holds
     */
    public record Findings(Map<String, String> pinned, List<DedupWindow> windows, List<String> gaps) {
        public Findings {
            pinned = Map.copyOf(pinned);
            windows = List.copyOf(windows);
            gaps = List.copyOf(gaps);
        }
    }

    /** @param attempt how long an attempt to insert may take */
    public DedupPreflight(ClickHouseSettings settings, TableReader reader, String table, Duration attempt) {
        var window = SchemaSettings.DEFAULT.deduplicationWindow();
        this.tables = new DedupChainPreflight(settings, ExactlyOnceRules.forAttempts(window, attempt));
        this.reader = reader;
        this.table = table;
    }

    /**
     * Checks server, user and tables in their current state.
     *
     * @throws TableUnreadableException when ClickHouse does not answer
     */
    public Findings look() {
        var pinned = reader.pinnedSettings();
        var gaps = new ArrayList<String>();
        var found = walk();
        found.problems().stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .map(problem -> problem.object() + ": " + problem.what() + ". Fix it with: " + problem.mend())
                .forEach(gaps::add);
        gaps.addAll(reader.notInForce(pinned));
        reader.rangesUnreadable().ifPresent(gaps::add);
        return new Findings(pinned, found.windows(), gaps);
    }

    private DedupChainPreflight.Findings walk() {
        try {
            return tables.of(List.of(table));
        } catch (StatementException failure) {
            throw TableUnreadableException.of(failure);
        }
    }
}
