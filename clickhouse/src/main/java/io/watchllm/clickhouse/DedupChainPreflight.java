package io.watchllm.clickhouse;

import io.watchllm.clickhouse.core.DedupWindow;
import io.watchllm.clickhouse.core.ExactlyOnceRules;
import io.watchllm.clickhouse.core.Problem;
import java.util.List;

/**
 * Checks that inserting a block again changes no table: follows the views on each table to their targets, however long
 * the chain is. Each call opens its own connection.
 */
public final class DedupChainPreflight {
    private final ClickHouseSettings settings;
    private final ExactlyOnceRules rules;

    /**
     * Result of the check.
     *
     * @param version the server's version
     * @param problems what would break exactly-once, and mere notes; each with its fix
     * @param windows deduplication window of each table along the way, sorted by name
     */
    public record Findings(String version, List<Problem> problems, List<DedupWindow> windows) {
        public Findings {
            problems = List.copyOf(problems);
            windows = List.copyOf(windows);
        }
    }

    public DedupChainPreflight(ClickHouseSettings settings, ExactlyOnceRules rules) {
        this.settings = settings;
        this.rules = rules;
    }

    /**
     * Checks tables of the settings' database and everything that an insert into them reaches.
     *
     * @throws StatementException when ClickHouse does not answer, or the user may not read its system tables
     */
    public Findings of(List<String> tables) {
        try (var connection = ClickHouseConnection.open(settings)) {
            var facts = new ServerStateReader(connection).read();
            var entries = tables.stream()
                    .map(table -> ServerStateReader.qualified(settings.database(), table))
                    .toList();
            return new Findings(facts.version(), rules.problems(facts, entries), rules.windows(facts, entries));
        }
    }
}
