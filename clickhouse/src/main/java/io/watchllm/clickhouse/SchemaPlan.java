package io.watchllm.clickhouse;

import io.watchllm.clickhouse.core.MigrationPlan.Action;
import io.watchllm.clickhouse.core.StatementEffect;
import java.util.List;

/**
 * Dry run of {@code schema create}.
 *
 * @param exists whether the database exists
 * @param statements every statement, in order
 */
public record SchemaPlan(String database, boolean exists, List<Planned> statements) {

    /**
     * A planned statement.
     *
     * @param migration number and name of its migration
     * @param kind what it does, such as {@code create table}
     * @param action whether it would run
     * @param sql the SQL that would run, with its parameters filled in
     * @param effect its effect on existing data
     * @param size current size of the table; 0 when it does not exist
     */
    public record Planned(
            String migration,
            String kind,
            String name,
            Action action,
            List<String> sql,
            StatementEffect effect,
            SchemaCheck.Size size) {
        /** Whether it would run. */
        public boolean runs() {
            return action != Action.ALREADY_THERE;
        }
    }

    public SchemaPlan {
        statements = List.copyOf(statements);
    }
}
