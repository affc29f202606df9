package io.watchllm.clickhouse;

import io.watchllm.clickhouse.core.EngineFamily;
import io.watchllm.clickhouse.core.ExactlyOnceRules;
import io.watchllm.clickhouse.core.ServerState;
import io.watchllm.clickhouse.core.ServerState.Setting;
import io.watchllm.clickhouse.core.ServerState.Table;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the state that {@link ExactlyOnceRules} evaluates from ClickHouse's system tables. */
final class ServerStateReader {
    private static final Pattern TARGET = Pattern.compile(
            "CREATE MATERIALIZED VIEW (?:`[^`]+`|\\w+)\\.(?:`[^`]+`|\\w+) TO (?:`([^`]+)`|(\\w+))\\.(?:`([^`]+)`|(\\w+))\\s.*",
            Pattern.DOTALL);

    private static final Pattern PLAIN = Pattern.compile("\\w+");

    private final ClickHouseConnection connection;

    ServerStateReader(ClickHouseConnection connection) {
        this.connection = connection;
    }

    ServerState read() {
        var version = connection.first("SELECT version() AS version").text("version");
        var settings =
                connection.query("SELECT name, value, toString(readonly) AS locked FROM system.settings").stream()
                        .collect(Collectors.toMap(
                                row -> row.text("name"),
                                row -> new Setting(
                                        row.text("value"), row.text("locked").equals("1"))));
        return new ServerState(version, settings, tables());
    }

    private Map<String, Table> tables() {
        var plain = defaults("system.merge_tree_settings");
        var replicated = defaults("system.replicated_merge_tree_settings");
        return connection
                .query("SELECT database, name, toString(uuid) AS uuid, engine, engine_full, create_table_query,"
                        + " arrayStringConcat(arrayMap((d, t) -> concat(d, '\\t', t), dependencies_database,"
                        + " dependencies_table), '\\n') AS views FROM system.tables"
                        + " WHERE database NOT IN ('system', 'information_schema', 'INFORMATION_SCHEMA')")
                .stream()
                .map(row -> {
                    var family = EngineFamily.of(row.text("engine"));
                    var settings = new HashMap<>(family.forgetsByAge() ? replicated : plain);
                    settings.putAll(ownSettings(row.text("engine_full")));
                    return new Table(
                            qualified(row.text("database"), row.text("name")),
                            row.text("engine"),
                            settings,
                            views(row),
                            target(row));
                })
                .collect(Collectors.toMap(Table::name, table -> table));
    }

    private static List<String> views(Row row) {
        return row.text("views")
                .lines()
                .map(line -> line.split("\t", 2))
                .map(name -> qualified(name[0], name[1]))
                .toList();
    }

    private Map<String, String> defaults(String table) {
        return connection
                .query("SELECT name, value FROM " + table
                        + " WHERE name = 'async_insert' OR name LIKE '%replicated_deduplication_window%'")
                .stream()
                .collect(Collectors.toMap(row -> row.text("name"), row -> row.text("value")));
    }

    private static Map<String, String> ownSettings(String engine) {
        var start = engine.lastIndexOf(" SETTINGS ");
        return start < 0
                ? Map.of()
                : Arrays.stream(engine.substring(start + " SETTINGS ".length()).split(", "))
                        .map(setting -> setting.split(" = ", 2))
                        .filter(words -> words.length == 2)
                        .collect(Collectors.toMap(words -> words[0], words -> words[1], (first, _) -> first));
    }

    private static String target(Row row) {
        if (!row.text("engine").equals("MaterializedView")) {
            return "";
        }
        var match = TARGET.matcher(row.text("create_table_query"));
        // Without TO, the view has its own inner table.
        return match.matches()
                ? qualified(either(match.group(1), match.group(2)), either(match.group(3), match.group(4)))
                : qualified(row.text("database"), ".inner_id." + row.text("uuid"));
    }

    private static String either(@Nullable String one, @Nullable String other) {
        return one != null ? one : String.valueOf(other);
    }

    /** The qualified name of a table, here and in SQL. */
    static String qualified(String database, String table) {
        return database + "." + quoted(table);
    }

    private static String quoted(String name) {
        return PLAIN.matcher(name).matches() ? name : "`" + name + "`";
    }
}
