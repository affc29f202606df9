package io.watchllm.clickhouse;

import io.watchllm.clickhouse.core.MigrationPlan.Action;
import io.watchllm.clickhouse.core.StatementEffect;
import java.util.List;

/**
 * What {@code schema create} would do.
 *
 * @param database its name
 * @param exists whether the database is there
 * @param statements every statement, in order
 */
public record SchemaPlan(String database, boolean exists, List<Planned> statements) {

    /**
     * A statement.
     *
     * @param migration number and name of its migration
     * @param kind what it does, such as {@code create table}
     * @param name the table or view
     * @param action whether it would run
     * @param sql what would run, with all places filled
     * @param effect what that does to what is there
     * @param size of the table now; of one that is not there, nothing
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
