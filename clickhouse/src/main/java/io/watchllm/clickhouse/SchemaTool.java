package io.watchllm.clickhouse;

import io.watchllm.clickhouse.StatementReport.Outcome;
import io.watchllm.clickhouse.core.Migration;
import io.watchllm.clickhouse.core.MigrationPlan;
import io.watchllm.clickhouse.core.MigrationPlan.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database to the schema of this version, and says whether it is there. Each call opens a connection of its
 * own.
 */
public final class SchemaTool {
    private static final Logger log = LoggerFactory.getLogger(SchemaTool.class);

    private final ClickHouseSettings settings;
    private final SchemaSettings schema;
    private final List<Migration> migrations;

    public SchemaTool(ClickHouseSettings settings, SchemaSettings schema) {
        this(settings, schema, migrations());
    }

    SchemaTool(ClickHouseSettings settings, SchemaSettings schema, List<Migration> migrations) {
        this.settings = settings;
        this.schema = schema;
        this.migrations = List.copyOf(migrations);
    }

    /** The migrations of this version, in order. */
    static List<Migration> migrations() {
        return SqlFolder.read("migrations").entrySet().stream()
                .map(file -> Migration.of(file.getKey(), file.getValue()))
                .toList();
    }

    /**
     * Creates the database and what it lacks of the tables, rollups and views. What is there stays as it is; a second
     * run changes nothing, and a run that was cut off can be repeated.
     *
     * @param listener told of each statement after it ran or was found to be there
     * @return what it told the listener
     * @throws SchemaException when ClickHouse does not answer or refuses a statement
     * @throws io.watchllm.clickhouse.core.MigrationRefusedException when an applied migration was edited since
     */
    public List<StatementReport> create(Consumer<StatementReport> listener) {
        try (var connection = SchemaConnection.open(settings)) {
            var reader = new SchemaReader(connection, settings.database());
            if (!reader.databaseExists()) {
                connection.execute("CREATE DATABASE IF NOT EXISTS " + settings.database());
            }
            createLedger(connection, reader);
            var plan = MigrationPlan.of(migrations, reader.applied(), reader.names(), schema.switches());
            var reports = new ArrayList<StatementReport>();
            for (var step : plan.steps()) {
                run(connection, step);
                var report = new StatementReport(
                        step.migration().label(),
                        reports.size() + 1,
                        plan.steps().size(),
                        step.statement().kind(),
                        step.statement().name(),
                        outcome(step));
                reports.add(report);
                listener.accept(report);
            }
            return List.copyOf(reports);
        }
    }

    private void createLedger(SchemaConnection connection, SchemaReader reader) {
        if (!reader.names().contains("schema_migrations")) {
            connection.execute("""
                    CREATE TABLE IF NOT EXISTS %s.schema_migrations
                    (
                        number UInt32 COMMENT 'Place of the migration, from 1.',
                        name String COMMENT 'What it brings.',
                        checksum String COMMENT 'SHA-256 of its text, in hexadecimal.',
                        applied_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') COMMENT 'When it was applied.',
                        statements UInt32 COMMENT 'How many statements it has.'
                    )
                    ENGINE = MergeTree
                    ORDER BY (number, applied_at)
                    COMMENT 'The migrations that this database has had. Rows are only ever added.'
                    """.formatted(settings.database()));
        }
    }

    private void run(SchemaConnection connection, Step step) {
        if (step.action() == MigrationPlan.Action.ALREADY_THERE) {
            return;
        }
        connection.execute(step.statement().sql().fill(parameters()));
        log.info(
                "schema statement run migration={} kind={} name={}",
                step.migration().label(),
                step.statement().kind(),
                step.statement().name());
        if (step.last() && step.action() == MigrationPlan.Action.APPLY) {
            var migration = step.migration();
            connection.execute(
                    "INSERT INTO %s.schema_migrations (number, name, checksum, statements) SETTINGS async_insert = 0 VALUES (%d, '%s', '%s', %d)"
                            .formatted(
                                    settings.database(),
                                    migration.number(),
                                    migration.name(),
                                    migration.checksum(),
                                    migration.statements().size()));
        }
    }

    private static Outcome outcome(Step step) {
        return switch (step.action()) {
            case APPLY -> Outcome.DONE;
            case ALREADY_THERE -> Outcome.ALREADY_THERE;
            case RESTORE -> Outcome.RESTORED;
        };
    }

    private Map<String, String> parameters() {
        var parameters = new HashMap<String, String>();
        parameters.put("database", settings.database());
        parameters.put("dedup_window", String.valueOf(schema.deduplicationWindow()));
        schema.retentionDays()
                .forEach((table, days) -> parameters.put(
                        table + "_ttl",
                        days == 0 ? "" : "TTL " + SchemaSettings.ageOf(table) + " + INTERVAL " + days + " DAY"));
        return parameters;
    }
}
