package io.watchllm.cli.schema;

import io.watchllm.clickhouse.SchemaPlan;
import io.watchllm.clickhouse.SchemaPlan.Planned;
import java.util.Locale;

/** What {@code schema create} would do, for people. */
final class SchemaDryRun {
    /** A statement: its number, how many there are, migration, kind, name, and what becomes of it. */
    static final String LINE = "%3d/%d  %-22s %-24s %-20s %s%n";

    private SchemaDryRun() {}

    /** A line a statement, below it the SQL of those that would run. */
    static String text(SchemaPlan plan) {
        var text = new StringBuilder("database %s %s%n"
                .formatted(plan.database(), plan.exists() ? "is there" : "is not there: it would be made"));
        for (var i = 0; i < plan.statements().size(); i++) {
            var statement = plan.statements().get(i);
            text.append(LINE.formatted(
                    i + 1,
                    plan.statements().size(),
                    statement.migration(),
                    statement.kind(),
                    statement.name(),
                    outcome(statement)));
            statement.sql().forEach(sql -> text.append(sql.indent(8)).append("        ;\n"));
        }
        var runs = plan.statements().stream().filter(Planned::runs).count();
        return text.append("%d would run, %d are already there; nothing was changed%n"
                        .formatted(runs, plan.statements().size() - runs))
                .toString();
    }

    private static String outcome(Planned statement) {
        return switch (statement.action()) {
            case ALREADY_THERE -> "already there";
            case APPLY -> "would run: " + statement.effect().words() + size(statement);
            case RESTORE -> "is gone, would be made again; rows that were in it are not back";
        };
    }

    private static String size(Planned statement) {
        var size = statement.size();
        return size.rows() == 0
                ? ""
                : String.format(Locale.ROOT, " (%,d rows, %,d bytes on disk)", size.rows(), size.bytes());
    }
}
