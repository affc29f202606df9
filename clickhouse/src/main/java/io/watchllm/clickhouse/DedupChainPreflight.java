package io.watchllm.clickhouse;

import io.watchllm.clickhouse.core.DedupWindow;
import io.watchllm.clickhouse.core.ExactlyOnceRules;
import io.watchllm.clickhouse.core.Problem;
import java.util.List;

/**
 * Proves that a block which is inserted again changes no table: walks from tables through the views on them to their
 * targets, however long the chain is. Each call opens a connection of its own.
 */
public final class DedupChainPreflight {
    private final ClickHouseSettings settings;
    private final ExactlyOnceRules rules;

    /**
     * What was found.
     *
     * @param version the server's version
     * @param problems what would break exactly-once, and what is only worth knowing; how to mend each
     * @param windows how long each table along the way remembers a block, sorted by name
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
     * Looks at tables of the settings' database and at everything that an insert into them reaches.
     *
     * @throws SchemaException when ClickHouse does not answer, or the user may not read its system tables
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
