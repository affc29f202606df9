package io.watchllm.clickhouse;

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
     * @throws StatementException when ClickHouse does not answer, or the user may not read its system tables
     */
    public SpaceReport read() {
        try (var connection = ClickHouseConnection.open(settings)) {
            var version = connection.first("SELECT version() AS version").text("version");
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
                "SELECT table, sum(bytes_on_disk) AS bytes FROM system.projection_parts WHERE active AND" + inDatabase
                        + " GROUP BY table");
        var detached = connection
                .query("SELECT table, count() AS parts, sum(bytes_on_disk) AS bytes FROM"
                        + " system.detached_parts WHERE" + inDatabase + " GROUP BY table")
                .stream()
                .collect(Collectors.toMap(
                        row -> row.text("table"), row -> List.of(row.number("parts"), row.number("bytes"))));
        return connection
                .query("SELECT t.name AS name, p.rows AS rows, p.parts AS parts, p.bytes AS"
                        + " bytes, p.compressed AS compressed, p.uncompressed AS uncompressed,"
                        + " p.indexes AS indexes, p.old AS old FROM (SELECT name FROM system.tables"
                        + " WHERE engine LIKE '%MergeTree' AND" + inDatabase + ") AS t LEFT JOIN (SELECT table,"
                        + " sumIf(rows, active) AS rows, countIf(active) AS parts, sumIf(bytes_on_disk, active) AS bytes,"
                        + " sumIf(data_compressed_bytes, active) AS compressed, sumIf(data_uncompressed_bytes, active) AS"
                        + " uncompressed, sumIf(secondary_indices_compressed_bytes + secondary_indices_marks_bytes, active)"
                        + " AS indexes, sumIf(bytes_on_disk, NOT active) AS old FROM system.parts WHERE"
                        + inDatabase
                        + " GROUP BY table) AS p ON t.name = p.table ORDER BY p.bytes DESC, name")
                .stream()
                .map(row -> {
                    var aside = detached.getOrDefault(row.text("name"), List.of(0L, 0L));
                    return new Table(
                            row.text("name"),
                            row.number("rows"),
                            row.number("parts"),
                            row.number("bytes"),
                            new Data(row.number("compressed"), row.number("uncompressed")),
                            new Besides(row.number("indexes"), projections.getOrDefault(row.text("name"), 0L)),
                            new Apart(row.number("old"), aside.getLast(), aside.getFirst()));
                })
                .toList();
    }

    private List<Column> columns(ClickHouseConnection connection) {
        return connection
                .query("SELECT table, column, sum(column_data_compressed_bytes) AS c,"
                        + " sum(column_data_uncompressed_bytes) AS u FROM system.parts_columns WHERE active AND"
                        + inDatabase + " GROUP BY table, column ORDER BY c DESC, table, column")
                .stream()
                .map(row -> new Column(
                        row.text("table"),
                        row.text("column"),
                        PayloadColumns.isOne(row.text("table"), row.text("column")),
                        new Data(row.number("c"), row.number("u"))))
                .toList();
    }

    private List<Partition> partitions(ClickHouseConnection connection) {
        // A part without a TTL has the year 1970.
        return connection
                .query("SELECT table, partition, sum(rows) AS rows, count() AS parts,"
                        + " sum(bytes_on_disk) AS bytes, sumIf(bytes_on_disk, delete_ttl_info_min < now()"
                        + " AND toUnixTimestamp(delete_ttl_info_min) > 0) AS overdue FROM system.parts WHERE active AND"
                        + inDatabase + " GROUP BY table, partition ORDER BY table, partition")
                .stream()
                .map(row -> new Partition(
                        row.text("table"),
                        row.text("partition"),
                        row.number("rows"),
                        row.number("parts"),
                        row.number("bytes"),
                        row.number("overdue")))
                .toList();
    }

    private List<Elsewhere> elsewhere(ClickHouseConnection connection) {
        return connection
                .query("SELECT database, table, sum(rows) AS rows, count() AS parts,"
                        + " sum(bytes_on_disk) AS bytes FROM system.parts WHERE NOT" + inDatabase
                        + " GROUP BY database, table ORDER BY bytes DESC, database, table")
                .stream()
                .map(row -> new Elsewhere(
                        row.text("database"),
                        row.text("table"),
                        row.number("rows"),
                        row.number("parts"),
                        row.number("bytes")))
                .toList();
    }

    private static List<Disk> disks(ClickHouseConnection connection) {
        // Object storage is unlimited: the server reports the largest possible number.
        return connection
                .query("SELECT name, path, if(total_space > 1e18, -1, toInt64(free_space)) AS free,"
                        + " if(total_space > 1e18, -1, toInt64(total_space)) AS total FROM system.disks"
                        + " ORDER BY name")
                .stream()
                .map(row -> new Disk(row.text("name"), row.text("path"), row.number("free"), row.number("total")))
                .toList();
    }

    private static Map<String, Long> sums(ClickHouseConnection connection, String sql) {
        return connection.query(sql).stream()
                .collect(Collectors.toMap(row -> row.text("table"), row -> row.number("bytes")));
    }
}
