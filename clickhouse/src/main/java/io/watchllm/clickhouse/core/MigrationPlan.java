package io.watchllm.clickhouse.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plan of the statements to run, in order.
 *
 * @param steps every statement of every migration whose switch is on
 */
public record MigrationPlan(List<Step> steps) {

    /** The table of applied migrations. */
    public static final String LEDGER = "schema_migrations";

    /** Action for a statement. */
    public enum Action {
        /** Its migration was not applied yet: run it. */
        APPLY,
        /** Its migration was applied: nothing to do. */
        ALREADY_THERE,
        /** Its migration was applied, but the table or view is gone: run it again. */
        RESTORE
    }

    /**
     * A statement and its action.
     *
     * @param migration the migration it belongs to
     * @param last whether it is the last of its migration
     */
    public record Step(Migration migration, Statement statement, Action action, boolean last) {}

    public MigrationPlan {
        steps = List.copyOf(steps);
    }

    /**
     * Computes the plan.
     *
     * @param migrations all migrations that this version knows
     * @param applied migrations applied to the database
     * @param present names of the tables and views that the database has
     * @param switches conditions that are on
     * @throws MigrationRefusedException when an applied migration was edited, renamed or is not known
     * @throws IllegalArgumentException when the numbers of the migrations are not 1, 2, 3 …
     */
    public static MigrationPlan of(
            List<Migration> migrations, List<AppliedMigration> applied, Set<String> present, Set<String> switches) {
        requireNumbered(migrations);
        requireUnchanged(migrations, applied);
        var had = new HashSet<Integer>();
        applied.forEach(migration -> had.add(migration.number()));
        var active = migrations.stream()
                .filter(migration -> had.contains(migration.number()) || migration.isFor(switches))
                .toList();
        var missing = missing(active, present);
        var steps = new ArrayList<Step>();
        for (var migration : active) {
            for (var i = 0; i < migration.statements().size(); i++) {
                var statement = migration.statements().get(i);
                var action = !had.contains(migration.number())
                        ? Action.APPLY
                        : missing.contains(statement.name()) ? Action.RESTORE : Action.ALREADY_THERE;
                steps.add(new Step(
                        migration,
                        statement,
                        action,
                        i == migration.statements().size() - 1));
            }
        }
        return new MigrationPlan(steps);
    }

    /** Tables and views that should exist after all migrations and are not in the database. */
    private static Set<String> missing(List<Migration> migrations, Set<String> present) {
        var standing = new HashSet<String>();
        for (var migration : migrations) {
            for (var statement : migration.statements()) {
                if (statement.kind().startsWith("create")) {
                    standing.add(statement.name());
                } else if (statement.kind().startsWith("drop")) {
                    standing.remove(statement.name());
                }
            }
        }
        standing.removeAll(present);
        return standing;
    }

    private static void requireNumbered(List<Migration> migrations) {
        for (var i = 0; i < migrations.size(); i++) {
            if (migrations.get(i).number() != i + 1) {
                throw new IllegalArgumentException(
                        "migration " + migrations.get(i).label() + " stands at place " + (i + 1)
                                + ": expected numbers 1, 2, 3 … without a gap");
            }
        }
    }

    private static void requireUnchanged(List<Migration> migrations, List<AppliedMigration> applied) {
        Map<Integer, Migration> known = new HashMap<>();
        migrations.forEach(migration -> known.put(migration.number(), migration));
        for (var before : applied) {
            var label = Migration.label(before.number(), before.name());
            var now = known.get(before.number());
            if (now == null) {
                throw new MigrationRefusedException(
                        "The database has migration " + label
                                + ", which this version does not know: it was made by a newer version. Use that version or a newer one.");
            }
            if (!now.checksum().equals(before.checksum()) || !now.name().equals(before.name())) {
                throw new MigrationRefusedException("Migration " + label
                        + " was changed after it was applied. Applied: checksum " + before.checksum()
                        + ". Now: " + now.label() + ", checksum " + now.checksum()
                        + ". Restore the file as it was, and bring the change as a new migration.");
            }
        }
    }
}
