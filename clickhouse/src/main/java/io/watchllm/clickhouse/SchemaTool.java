package io.watchllm.clickhouse;

import io.watchllm.clickhouse.SchemaCheck.TableReport;
import io.watchllm.clickhouse.SchemaPlan.Planned;
import io.watchllm.clickhouse.SchemaReader.StoredTable;
import io.watchllm.clickhouse.StatementReport.Outcome;
import io.watchllm.clickhouse.core.AppliedMigration;
import io.watchllm.clickhouse.core.ExactlyOnceRules;
import io.watchllm.clickhouse.core.Migration;
import io.watchllm.clickhouse.core.MigrationPlan;
import io.watchllm.clickhouse.core.MigrationPlan.Step;
import io.watchllm.clickhouse.core.Problem;
import io.watchllm.clickhouse.core.Replication;
import io.watchllm.clickhouse.core.RetentionComparison;
import io.watchllm.clickhouse.core.SchemaComparison;
import io.watchllm.clickhouse.core.SchemaText;
import io.watchllm.clickhouse.core.StatementEffect;
import io.watchllm.clickhouse.core.TableState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Migrates a database to the schema of this version, and checks whether it has it. Each call opens its own connection.
 */
public final class SchemaTool {
    private static final Logger log = LoggerFactory.getLogger(SchemaTool.class);

    private final ClickHouseSettings settings;
    private final SchemaSettings schema;
    private final ClusterSettings cluster;
    private final List<Migration> migrations;

    /** A tool for a single node. */
    public SchemaTool(ClickHouseSettings settings, SchemaSettings schema) {
        this(settings, schema, ClusterSettings.NONE);
    }

    /**
     * A tool for one node of a cluster.
     *
     * @param settings how to reach this node
     */
    SchemaTool(ClickHouseSettings settings, SchemaSettings schema, ClusterSettings cluster) {
        this.settings = settings;
        this.schema = schema;
        this.cluster = cluster;
        this.migrations = migrations();
    }

    SchemaTool(ClickHouseSettings settings, SchemaSettings schema, List<Migration> migrations) {
        this.settings = settings;
        this.schema = schema;
        this.cluster = ClusterSettings.NONE;
        this.migrations = List.copyOf(migrations);
    }

    /** The migrations of this version, in order. */
    static List<Migration> migrations() {
        return SqlFolder.read("migrations").entrySet().stream()
                .map(file -> Migration.of(file.getKey(), file.getValue()))
                .toList();
    }

    /**
     * Creates the database and the tables, rollups and views that it lacks. Existing ones stay unchanged; a second run
     * changes nothing, and an interrupted run can be repeated.
     *
     * @param listener called after each statement ran or was found to be unnecessary
     * @return all reports that the listener received
     * @throws StatementException when ClickHouse does not answer or rejects a statement
     * @throws io.watchllm.clickhouse.core.MigrationRefusedException when an applied migration was edited since
     */
    public List<StatementReport> create(Consumer<StatementReport> listener) {
        try (var connection = ClickHouseConnection.open(settings)) {
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
            if (cluster.present()) {
                reports.addAll(new DistributedSchema(connection, settings, cluster).create(names(), listener));
            }
            return List.copyOf(reports);
        }
    }

    /** Tables and views with a distributed counterpart: all but the ledger, which each node has for itself. */
    private List<String> names() {
        return expected(schema.switches()).stream()
                .map(TableState::name)
                .filter(name -> !name.equals(MigrationPlan.LEDGER))
                .toList();
    }

    /**
     * Plans what {@link #create} would do, without changing anything.
     *
     * @throws StatementException when ClickHouse does not answer
     * @throws io.watchllm.clickhouse.core.MigrationRefusedException when an applied migration was edited since
     */
    public SchemaPlan plan() {
        try (var connection = ClickHouseConnection.open(settings)) {
            var reader = new SchemaReader(connection, settings.database());
            var sizes = reader.tables().stream()
                    .collect(Collectors.toMap(
                            table -> table.state().name(), table -> new SchemaCheck.Size(table.rows(), table.bytes())));
            var applied = sizes.containsKey(MigrationPlan.LEDGER) ? reader.applied() : List.<AppliedMigration>of();
            var plan = MigrationPlan.of(migrations, applied, sizes.keySet(), schema.switches());
            return new SchemaPlan(
                    settings.database(),
                    reader.databaseExists(),
                    plan.steps().stream().map(step -> planned(step, sizes)).toList());
        }
    }

    private Planned planned(Step step, Map<String, SchemaCheck.Size> sizes) {
        var statement = step.statement();
        return new Planned(
                step.migration().label(),
                statement.kind(),
                statement.name(),
                step.action(),
                step.action() == MigrationPlan.Action.ALREADY_THERE ? List.of() : List.of(sql().of(statement)),
                StatementEffect.of(statement),
                sizes.getOrDefault(statement.name(), new SchemaCheck.Size(0, 0)));
    }

    /**
     * Compares the database with the schema of this version.
     *
     * @throws StatementException when ClickHouse does not answer, or the database does not exist
     */
    public SchemaCheck check() {
        try (var connection = ClickHouseConnection.open(settings)) {
            var reader = new SchemaReader(connection, settings.database());
            if (!reader.databaseExists()) {
                throw new StatementException("ClickHouse at " + settings.url() + ": database '" + settings.database()
                        + "' is missing, or user '" + settings.user()
                        + "' may not see it. Run: watchllm schema create");
            }
            var expected = cluster.replicated()
                    ? Replication.expected(expected(schema.switches()))
                    : expected(schema.switches());
            var found = reader.tables();
            var problems = new ArrayList<Problem>(new SchemaComparison(settings.database())
                    .problems(expected, found.stream().map(StoredTable::state).toList()));
            problems.addAll(retentionProblems(found));
            new ColumnVarietyReader(connection, settings.database())
                    .of(found.stream().map(StoredTable::state).toList())
                    .flatMap(variety -> variety.problem().stream())
                    .forEach(problems::add);
            if (cluster.present()) {
                problems.addAll(new DistributedSchema(connection, settings, cluster).problems(names()));
            }
            var names = expected.stream().map(TableState::name).collect(Collectors.toSet());
            var reports = found.stream()
                    .filter(table -> names.contains(table.state().name()))
                    .map(SchemaTool::report)
                    .toList();
            return new SchemaCheck(settings.database(), reports, problems);
        }
    }

    /**
     * Checks the settings of the server, and of every table that a block reaches, for what would break exactly-once.
     *
     * @throws StatementException when ClickHouse does not answer
     */
    public SchemaVerification verify() {
        var findings = new DedupChainPreflight(settings, ExactlyOnceRules.advising(schema.deduplicationWindow()))
                .of(List.of("events", "tool_calls", "agent_steps", "cost_corrections", "removed_repeats"));
        return new SchemaVerification(settings.url(), settings.user(), findings.version(), findings.problems());
    }

    /** The schema that a database should have when these switches are on. */
    static List<TableState> expected(Set<String> switches) {
        var text = new StringBuilder(SqlFolder.resource("expected-schema.tsv"));
        switches.stream().sorted().forEach(name -> text.append(SqlFolder.resource("expected-schema-" + name + ".tsv")));
        return SchemaText.read(text.toString());
    }

    private List<Problem> retentionProblems(List<StoredTable> found) {
        var comparison = new RetentionComparison(settings.database());
        return found.stream()
                .filter(table -> SchemaSettings.RETAINED.contains(table.state().name()))
                .flatMap(table ->
                        comparison
                                .problems(
                                        table.state(),
                                        table.retention(),
                                        schema.retention(table.state().name()))
                                .stream())
                .toList();
    }

    private static TableReport report(StoredTable table) {
        return new TableReport(
                table.state().name(),
                table.state().engine(),
                new SchemaCheck.Size(table.rows(), table.bytes()),
                table.state().columns().size(),
                table.state().indexes().stream().map(TableState.Index::name).toList(),
                table.retention().rule());
    }

    private void createLedger(ClickHouseConnection connection, SchemaReader reader) {
        if (!reader.names().contains(MigrationPlan.LEDGER)) {
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

    private void run(ClickHouseConnection connection, Step step) {
        if (step.action() == MigrationPlan.Action.ALREADY_THERE) {
            return;
        }
        connection.execute(sql().of(step.statement()));
        log.info(
                "schema statement run migration={} kind={} name={}",
                step.migration().label(),
                step.statement().kind(),
                step.statement().name());
        if (step.last() && step.action() == MigrationPlan.Action.APPLY) {
            var migration = step.migration();
            connection.execute(
                    "INSERT INTO %s.schema_migrations (number, name, checksum, statements) SETTINGS async_insert = 0 VALUES (%s, '%s', '%s', %s)"
                            .formatted(
                                    settings.database(),
                                    migration.number(),
                                    migration.name(),
                                    migration.checksum(),
                                    migration.statements().size()));
        }
    }

    private SchemaSql sql() {
        return new SchemaSql(settings.database(), schema, migrations, cluster.replicated());
    }

    private static Outcome outcome(Step step) {
        return switch (step.action()) {
            case APPLY -> Outcome.DONE;
            case ALREADY_THERE -> Outcome.ALREADY_THERE;
            case RESTORE -> Outcome.RESTORED;
        };
    }
}
