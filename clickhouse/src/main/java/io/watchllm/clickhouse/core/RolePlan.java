package io.watchllm.clickhouse.core;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Statements that create and grant the roles of a database. All are idempotent. A role gets no rights before the
 * policies and limits that restrict it exist.
 */
public final class RolePlan {
    private static final String PROJECT = "project_id";
    static final List<String> LANDING = List.of("events", "tool_calls", "agent_steps");

    /** Columns that the sink, its preflight and the audit read: no payload. */
    static final String ROW_COLUMNS = "timestamp, ingested_at, source_partition, source_offset";

    /** Rows that an audit removed, so that the next one does not report them as missing. */
    static final String REMOVED = "removed_repeats";

    /**
     * Records whose loss an operator accepted: a sink continues after them, and adds none itself. They belong to no
     * project, so no policy could hide them from a project reader; a project reader has no right on them instead.
     */
    static final String LOST = "accepted_losses";

    /** Columns by which the audit recognizes late rows and the event they belong to. */
    private static final String LATE_COLUMNS = "event_id, flags, ";

    /**
     * Columns that the views on events read with the rights of whoever inserts, and that the audit reads when it
     * recounts. A migration that makes a view read another column must add it here.
     */
    private static final String COUNTED_COLUMNS =
            "project_id, run_id, event_type, user_id, env, provider, model, status, tokens_input, tokens_output,"
                    + " tokens_cache_read, tokens_cache_write, tokens_reasoning, cost_estimate_usd, latency_ms, ttft_ms";

    private final String database;
    private final List<TableState> tables;
    private final @Nullable WholeGrants whole;

    /**
     * A group of statements.
     *
     * @param statements in order, without the semicolon
     */
    public record Section(String title, List<String> statements) {
        public Section {
            statements = List.copyOf(statements);
        }
    }

    /**
     * Plan for a single node.
     *
     * @param tables the tables and views it has
     */
    public RolePlan(String database, List<TableState> tables) {
        this(database, tables, null);
    }

    /**
     * Plan for each node of a cluster.
     *
     * @param whole the distributed tables; null when there are none
     */
    public RolePlan(String database, List<TableState> tables, @Nullable DistributedTables whole) {
        this.database = database;
        this.tables = tables.stream()
                .filter(table -> !table.engine().equals("MaterializedView"))
                .filter(table -> !table.name().equals(MigrationPlan.LEDGER))
                .toList();
        this.whole = whole == null
                ? null
                : new WholeGrants(
                        whole, this.tables.stream().map(TableState::name).toList());
    }

    /** The name of a role: {@code writer}, {@code reader}, {@code admin}, {@code project_reader}. */
    public String role(String kind) {
        return quoted(database + "_" + kind);
    }

    /**
     * The name of the role that reads one project. No database name contains a colon, so it can't be a role of another
     * database: {@code watchllm_reader_admin} is the administrator of {@code watchllm_reader}.
     */
    public String projectRole(String project) {
        return quoted(database + "_reader:" + project);
    }

    /** The statements, in groups. */
    public List<Section> sections(RoleRequest request) {
        var sections = new ArrayList<Section>();
        sections.add(new Section(
                "The roles",
                Stream.concat(
                                Stream.of("writer", "reader", "admin", "project_reader")
                                        .map(this::role),
                                request.projects().stream().map(this::projectRole))
                        .map(role -> "CREATE ROLE IF NOT EXISTS " + role)
                        .toList()));
        sections.add(new Section(
                "What a query of a reader may take, and no reader can raise",
                List.of("CREATE SETTINGS PROFILE OR REPLACE " + role("reader") + " SETTINGS "
                        + request.limits().settings() + " TO " + role("reader") + ", " + role("project_reader"))));
        sections.add(new Section(
                "A reader of projects sees no row but theirs; everyone else is as before", policies(request)));
        sections.add(new Section("Writer: what the sink, its proof and the audit do", writer()));
        sections.add(new Section("Reader: tables, rollups and views", selects("reader")));
        sections.add(new Section("Reader of projects: the same tables, through the policies", projectReader(request)));
        sections.add(new Section("Administrator: the schema, repricing, mending rollups", admin()));
        if (whole != null) {
            sections.add(new Section("Over all shards: the audit of the writer", whole.writer(role("writer"))));
            sections.add(new Section("Over all shards: the reader", whole.reader(role("reader"))));
            sections.add(new Section("Over all shards: the administrator", whole.admin(role("admin"))));
        }
        sections.add(new Section("Who has them", members(request)));
        if (whole != null && !request.projects().isEmpty()) {
            // Last, so that everything else exists when this is rejected.
            sections.add(new Section(
                    "Over all shards: readers of projects, only where each shard asks by the right of who asked it",
                    whole.projectReader(role("project_reader"))));
        }
        return sections.stream()
                .filter(section -> !section.statements().isEmpty())
                .toList();
    }

    private List<String> policies(RoleRequest request) {
        var statements = new ArrayList<String>();
        for (var table : request.projects().isEmpty() ? List.<TableState>of() : tables) {
            if (table.columns().stream().noneMatch(column -> column.name().equals(PROJECT))) {
                continue;
            }
            // Where a server hides rows from users without a policy, the first policy of a table would hide its rows
            // from the sink.
            statements.add(policy("everyone_else", table, "1", "ALL EXCEPT " + role("project_reader")));
            // Where it shows them, a reader whose project has no policy would see all rows.
            statements.add(policy("no_project", table, "0", role("project_reader")));
            for (var project : request.projects()) {
                statements.add(policy(
                        "reader_" + project, table, PROJECT + " = " + SqlLiteral.of(project), projectRole(project)));
            }
        }
        return statements;
    }

    private String policy(String name, TableState table, String condition, String whom) {
        return "CREATE ROW POLICY OR REPLACE " + quoted(database + "_" + name) + " ON " + name(table.name()) + " USING "
                + condition + " AS PERMISSIVE TO " + whom;
    }

    private List<String> writer() {
        var statements = new ArrayList<String>();
        // The preflight, which checks that a repeated block changes nothing, follows tables to views to rollups.
        statements.add(grant("SHOW TABLES", database + ".*", "writer"));
        for (var table : LANDING) {
            var columns = table.equals("events") ? COUNTED_COLUMNS + ", " + LATE_COLUMNS + ROW_COLUMNS : ROW_COLUMNS;
            statements.add(grant("INSERT, SELECT(" + columns + ")", name(table), "writer"));
        }
        tables.stream()
                .filter(table -> table.engine().endsWith("SummingMergeTree"))
                .forEach(rollup -> statements.add(grant("SELECT", name(rollup.name()), "writer")));
        statements.add(grant("SELECT", name(REMOVED), "writer"));
        statements.add(grant("SELECT", name(LOST), "writer"));
        statements.addAll(tableSettings("writer"));
        statements.add(grant(
                "SELECT(database, table, engine, partition_id, active, max_block_number)", "system.parts", "writer"));
        statements.add(grant("SELECT", "system.replicas", "writer"));
        return statements;
    }

    private List<String> admin() {
        var statements = new ArrayList<String>();
        statements.add(grant(
                "SHOW, SELECT, INSERT, CREATE DATABASE, CREATE TABLE, CREATE VIEW, DROP TABLE, DROP VIEW, ALTER TABLE,"
                        + " ALTER VIEW, TRUNCATE, OPTIMIZE",
                database + ".*",
                "admin"));
        // Required only where table_engines_require_grant is on.
        Stream.of("MergeTree", "SummingMergeTree", "Join")
                .forEach(engine -> statements.add(grant("TABLE ENGINE", engine, "admin")));
        statements.addAll(tableSettings("admin"));
        Stream.of(
                        "parts",
                        "mutations",
                        "replicas",
                        "data_skipping_indices",
                        "projections",
                        "parts_columns",
                        "projection_parts",
                        "detached_parts",
                        "disks")
                .forEach(table -> statements.add(grant("SELECT", "system." + table, "admin")));
        // For the disk usage of the server's own logs; their rows can't be read.
        statements.add(grant("SHOW TABLES", "system.*", "admin"));
        return statements;
    }

    private List<String> tableSettings(String kind) {
        return Stream.of("merge_tree_settings", "replicated_merge_tree_settings")
                .map(table -> grant("SELECT(name, value)", "system." + table, kind))
                .toList();
    }

    private List<String> selects(String kind) {
        return tables.stream()
                .map(table -> grant("SELECT", name(table.name()), kind))
                .toList();
    }

    private List<String> projectReader(RoleRequest request) {
        var statements = new ArrayList<>(request.projects().isEmpty() ? List.<String>of() : selects("project_reader"));
        statements.remove(grant("SELECT", name(LOST), "project_reader"));
        request.projects()
                .forEach(project -> statements.add("GRANT " + role("project_reader") + " TO " + projectRole(project)));
        return statements;
    }

    private List<String> members(RoleRequest request) {
        var statements = new ArrayList<String>();
        request.writers().forEach(user -> statements.add(member(role("writer"), user)));
        for (var user : request.readers()) {
            if (request.projects().isEmpty()) {
                statements.add(member(role("reader"), user));
            } else {
                // A user can select among granted roles: with both, the user could escape the policies.
                statements.add("REVOKE " + role("reader") + " FROM " + quoted(user));
                request.projects().forEach(project -> statements.add(member(projectRole(project), user)));
            }
        }
        request.admins().forEach(user -> statements.add(member(role("admin"), user)));
        return statements;
    }

    private static String member(String role, String user) {
        return "GRANT " + role + " TO " + quoted(user);
    }

    private String grant(String rights, String on, String kind) {
        return "GRANT " + rights + " ON " + on + " TO " + role(kind);
    }

    private String name(String table) {
        return database + "." + table;
    }

    private static String quoted(String name) {
        return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }
}
