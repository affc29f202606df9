package io.watchllm.clickhouse;

import static io.watchllm.clickhouse.ClickHouseConnection.text;

import io.watchllm.clickhouse.core.PayloadColumns;
import io.watchllm.clickhouse.core.SpaceReport;
import io.watchllm.clickhouse.core.SpaceReport.Apart;
import io.watchllm.clickhouse.core.SpaceReport.Besides;
import io.watchllm.clickhouse.core.SpaceReport.Column;
import io.watchllm.clickhouse.core.SpaceReport.Data;
import io.watchllm.clickhouse.core.SpaceReport.Disk;
import io.watchllm.clickhouse.core.SpaceReport.Elsewhere;
import io.watchllm.clickhouse.core.SpaceReport.Partition;
import io.watchllm.clickhouse.core.SpaceReport.Table;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads the disk usage of a server. Each call opens its own connection. */
public final class SpaceReader {
    private final ClickHouseSettings settings;
    private final String inDatabase;

    public SpaceReader(ClickHouseSettings settings) {
        this.settings = settings;
        this.inDatabase = " database = '" + settings.database() + "'";
    }

    /**
     * Reads the system tables. Tables that the user may not see are left out.
     *
     * @throws SchemaException when ClickHouse does not answer, or the user may not read its system tables
     */
    public SpaceReport read() {
        try (var connection = ClickHouseConnection.open(settings)) {
            var version =
                    connection.query("SELECT version() AS version").getFirst().getOrDefault("version", "");
            return new SpaceReport(
                    version,
                    settings.database(),
                    tables(connection),
                    columns(connection),
                    partitions(connection),
                    elsewhere(connection),
                    disks(connection));
        }
    }

    private List<Table> tables(ClickHouseConnection connection) {
        var projections = sums(
                connection,
                "SELECT table, toString(sum(bytes_on_disk)) AS bytes FROM system.projection_parts WHERE active AND"
                        + inDatabase + " GROUP BY table");
        var detached = connection
                .query("SELECT table, toString(count()) AS parts, toString(sum(bytes_on_disk)) AS bytes FROM"
                        + " system.detached_parts WHERE" + inDatabase + " GROUP BY table")
                .stream()
                .collect(Collectors.toMap(
                        row -> text(row, "table"), row -> List.of(number(row, "parts"), number(row, "bytes"))));
        return connection
                .query(
                        "SELECT t.name AS name, toString(p.rows) AS rows, toString(p.parts) AS parts, toString(p.bytes) AS"
                                + " bytes, toString(p.compressed) AS compressed, toString(p.uncompressed) AS uncompressed,"
                                + " toString(p.indexes) AS indexes, toString(p.old) AS old FROM (SELECT name FROM system.tables"
                                + " WHERE engine LIKE '%MergeTree' AND" + inDatabase + ") AS t LEFT JOIN (SELECT table,"
                                + " sumIf(rows, active) AS rows, countIf(active) AS parts, sumIf(bytes_on_disk, active) AS bytes,"
                                + " sumIf(data_compressed_bytes, active) AS compressed, sumIf(data_uncompressed_bytes, active) AS"
                                + " uncompressed, sumIf(secondary_indices_compressed_bytes + secondary_indices_marks_bytes, active)"
                                + " AS indexes, sumIf(bytes_on_disk, NOT active) AS old FROM system.parts WHERE"
                                + inDatabase
                                + " GROUP BY table) AS p ON t.name = p.table ORDER BY p.bytes DESC, name")
                .stream()
                .map(row -> {
                    var aside = detached.getOrDefault(text(row, "name"), List.of(0L, 0L));
                    return new Table(
                            text(row, "name"),
                            number(row, "rows"),
                            number(row, "parts"),
                            number(row, "bytes"),
                            new Data(number(row, "compressed"), number(row, "uncompressed")),
                            new Besides(number(row, "indexes"), projections.getOrDefault(text(row, "name"), 0L)),
                            new Apart(number(row, "old"), aside.getLast(), aside.getFirst()));
                })
                .toList();
    }

    private List<Column> columns(ClickHouseConnection connection) {
        return connection
                .query("SELECT table, column, toString(sum(column_data_compressed_bytes) AS compressed) AS c,"
                        + " toString(sum(column_data_uncompressed_bytes)) AS u FROM system.parts_columns WHERE active AND"
                        + inDatabase + " GROUP BY table, column ORDER BY compressed DESC, table, column")
                .stream()
                .map(row -> new Column(
                        text(row, "table"),
                        text(row, "column"),
                        PayloadColumns.isOne(text(row, "table"), text(row, "column")),
                        new Data(number(row, "c"), number(row, "u"))))
                .toList();
    }

    private List<Partition> partitions(ClickHouseConnection connection) {
        // A part without a TTL has the year 1970.
        return connection
                .query("SELECT table, partition, toString(sum(rows)) AS rows, toString(count()) AS parts,"
                        + " toString(sum(bytes_on_disk)) AS bytes, toString(sumIf(bytes_on_disk, delete_ttl_info_min < now()"
                        + " AND toUnixTimestamp(delete_ttl_info_min) > 0)) AS overdue FROM system.parts WHERE active AND"
                        + inDatabase + " GROUP BY table, partition ORDER BY table, partition")
                .stream()
                .map(row -> new Partition(
                        text(row, "table"),
                        text(row, "partition"),
                        number(row, "rows"),
                        number(row, "parts"),
                        number(row, "bytes"),
                        number(row, "overdue")))
                .toList();
    }

    private List<Elsewhere> elsewhere(ClickHouseConnection connection) {
        return connection
                .query("SELECT database, table, toString(sum(rows)) AS rows, toString(count()) AS parts,"
                        + " toString(sum(bytes_on_disk) AS all) AS bytes FROM system.parts WHERE NOT" + inDatabase
                        + " GROUP BY database, table ORDER BY all DESC, database, table")
                .stream()
                .map(row -> new Elsewhere(
                        text(row, "database"),
                        text(row, "table"),
                        number(row, "rows"),
                        number(row, "parts"),
                        number(row, "bytes")))
                .toList();
    }

    private static List<Disk> disks(ClickHouseConnection connection) {
        // Object storage is unlimited: the server reports the largest possible number.
        return connection
                .query("SELECT name, path, toString(if(total_space > 1e18, -1, toInt64(free_space))) AS free,"
                        + " toString(if(total_space > 1e18, -1, toInt64(total_space))) AS total FROM system.disks"
                        + " ORDER BY name")
                .stream()
                .map(row -> new Disk(text(row, "name"), text(row, "path"), number(row, "free"), number(row, "total")))
                .toList();
    }

    private static Map<String, Long> sums(ClickHouseConnection connection, String sql) {
        return connection.query(sql).stream()
                .collect(Collectors.toMap(row -> text(row, "table"), row -> number(row, "bytes")));
    }

    private static long number(Map<String, String> row, String column) {
        return Long.parseLong(text(row, column));
    }
}
