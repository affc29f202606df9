package io.watchllm.cli.space;

import io.watchllm.cli.shell.Json;
import io.watchllm.cli.shell.TextTable;
import io.watchllm.clickhouse.core.SpaceReport;
import io.watchllm.clickhouse.core.SpaceReport.Column;
import io.watchllm.clickhouse.core.SpaceReport.Disk;
import io.watchllm.clickhouse.core.SpaceReport.Elsewhere;
import io.watchllm.clickhouse.core.SpaceReport.Partition;
import io.watchllm.clickhouse.core.SpaceReport.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Where the disk goes, for people and for programs. */
public final class SpaceText {
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");
    private static final double STEP = 1024;
    private static final double PERCENT = 100;
    private static final String NONE = "-";

    private final SpaceReport report;

    public SpaceText(SpaceReport report) {
        this.report = report;
    }

    /**
     * Tables for people.
     *
     * @param most how many columns, months and tables of other databases are told, each
     */
    public String text(int most) {
        var text = new StringBuilder("ClickHouse %s, database %s: %s on disk, %s to 1%n"
                .formatted(report.version(), report.database(), bytes(report.bytes()), ratio(report.data())));
        report.disks().forEach(disk -> text.append(line(disk)));
        section(text, tables());
        section(text, columns(most));
        section(text, partitions(most));
        section(text, elsewhere(most));
        return text.toString();
    }

    private static void section(StringBuilder text, List<List<String>> rows) {
        if (rows.size() > 1) {
            text.append('\n').append(TextTable.of(rows));
        }
    }

    private static String line(Disk disk) {
        return disk.total() < 0
                ? "disk %s (%s): the server does not know its size%n".formatted(disk.name(), disk.path())
                : "disk %s (%s): %s free of %s, %s%n"
                        .formatted(
                                disk.name(),
                                disk.path(),
                                bytes(disk.free()),
                                bytes(disk.total()),
                                share(disk.free(), disk.total()));
    }

    private List<List<String>> tables() {
        var head = List.of(
                "TABLE",
                "ROWS",
                "PARTS",
                "ON DISK",
                "SHARE",
                "RATIO",
                "PAYLOAD",
                "INDEXES",
                "PROJECTIONS",
                "OLD PARTS",
                "DETACHED");
        return rows(
                head,
                report.tables().size(),
                report.tables(),
                table -> List.of(
                        table.name(),
                        count(table.rows()),
                        count(table.parts()),
                        bytes(table.bytes()),
                        share(table.bytes(), report.bytes()),
                        ratio(table.data()),
                        payload(table),
                        some(table.besides().indexes()),
                        some(table.besides().projections()),
                        some(table.apart().old()),
                        some(table.apart().detached())));
    }

    /** The payload's share of the column data; none where the server tells no columns apart. */
    private String payload(Table table) {
        var told = table.data().compressed() - report.untold(table.name());
        return told == 0 ? NONE : share(report.payload(table.name()).compressed(), told);
    }

    private List<List<String>> columns(int most) {
        var head = List.of("COLUMN", "KIND", "ON DISK", "OF TABLE", "RATIO");
        var rows = rows(
                head,
                most,
                report.columns().stream()
                        .filter(column -> column.data().compressed() > 0)
                        .toList(),
                column -> List.of(
                        column.table() + "." + column.name(),
                        column.payload() ? "payload" : "fact",
                        bytes(column.data().compressed()),
                        share(column.data().compressed(), bytesOf(column.table())),
                        ratio(column.data())));
        report.tables().stream()
                .filter(table -> report.untold(table.name()) > 0)
                .limit(most)
                .map(table -> List.of(
                        table.name() + ".*",
                        "small parts",
                        bytes(report.untold(table.name())),
                        share(report.untold(table.name()), table.bytes()),
                        NONE))
                .forEach(rows::add);
        return rows;
    }

    private long bytesOf(String table) {
        return report.tables().stream()
                .filter(each -> each.name().equals(table))
                .mapToLong(Table::bytes)
                .sum();
    }

    private List<List<String>> partitions(int most) {
        var head = List.of("MONTH", "OF TABLE", "ROWS", "PARTS", "ON DISK", "SHARE", "PAST RETENTION");
        var largest = report.partitions().stream()
                .sorted((one, other) -> Long.compare(other.bytes(), one.bytes()))
                .limit(most)
                .sorted((one, other) -> other.name().compareTo(one.name()))
                .toList();
        return rows(
                head,
                most,
                largest,
                partition -> List.of(
                        partition.name().equals("tuple()") ? "all" : partition.name(),
                        partition.table(),
                        count(partition.rows()),
                        count(partition.parts()),
                        bytes(partition.bytes()),
                        share(partition.bytes(), report.bytes()),
                        some(partition.overdue())));
    }

    private List<List<String>> elsewhere(int most) {
        return rows(
                List.of("ELSEWHERE", "ROWS", "PARTS", "ON DISK"),
                most,
                report.elsewhere(),
                table -> List.of(
                        table.database() + "." + table.table(),
                        count(table.rows()),
                        count(table.parts()),
                        bytes(table.bytes())));
    }

    private static <T> List<List<String>> rows(
            List<String> head, int most, List<T> all, Function<T, List<String>> row) {
        return new ArrayList<>(
                Stream.concat(Stream.of(head), all.stream().limit(most).map(row))
                        .toList());
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String some(long bytes) {
        return bytes == 0 ? NONE : bytes(bytes);
    }

    /** A number of bytes in the unit that suits it. */
    static String bytes(long bytes) {
        var value = (double) bytes;
        var unit = 0;
        while (value >= STEP && unit < UNITS.size() - 1) {
            value /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS.get(unit));
    }

    private static String share(long part, long whole) {
        return whole == 0 ? NONE : String.format(Locale.ROOT, "%.1f %%", PERCENT * part / whole);
    }

    private static String ratio(SpaceReport.Data data) {
        return data.compressed() == 0 ? NONE : String.format(Locale.ROOT, "%.1f", data.ratio());
    }

    /** One object on one line. */
    public String json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", report.version());
        fields.put("database", report.database());
        fields.put("bytes_on_disk", report.bytes());
        fields.put("compressed_bytes", report.data().compressed());
        fields.put("uncompressed_bytes", report.data().uncompressed());
        fields.put("compression_ratio", report.data().ratio());
        fields.put("tables", report.tables().stream().map(this::fields).toList());
        fields.put("columns", report.columns().stream().map(SpaceText::fields).toList());
        fields.put(
                "partitions",
                report.partitions().stream().map(SpaceText::fields).toList());
        fields.put(
                "elsewhere", report.elsewhere().stream().map(SpaceText::fields).toList());
        fields.put("disks", report.disks().stream().map(SpaceText::fields).toList());
        return Json.line(fields);
    }

    private Map<String, Object> fields(Table table) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("table", table.name());
        fields.put("rows", table.rows());
        fields.put("parts", table.parts());
        fields.put("bytes_on_disk", table.bytes());
        fields.put("compressed_bytes", table.data().compressed());
        fields.put("uncompressed_bytes", table.data().uncompressed());
        fields.put("compression_ratio", table.data().ratio());
        fields.put("payload_compressed_bytes", report.payload(table.name()).compressed());
        fields.put("untold_compressed_bytes", report.untold(table.name()));
        fields.put("index_bytes", table.besides().indexes());
        fields.put("projection_bytes", table.besides().projections());
        fields.put("old_part_bytes", table.apart().old());
        fields.put("detached_bytes", table.apart().detached());
        fields.put("detached_parts", table.apart().detachedParts());
        return fields;
    }

    private static Map<String, Object> fields(Column column) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("table", column.table());
        fields.put("column", column.name());
        fields.put("payload", column.payload());
        fields.put("compressed_bytes", column.data().compressed());
        fields.put("uncompressed_bytes", column.data().uncompressed());
        return fields;
    }

    private static Map<String, Object> fields(Partition partition) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("table", partition.table());
        fields.put("partition", partition.name());
        fields.put("rows", partition.rows());
        fields.put("parts", partition.parts());
        fields.put("bytes_on_disk", partition.bytes());
        fields.put("overdue_bytes", partition.overdue());
        return fields;
    }

    private static Map<String, Object> fields(Elsewhere table) {
        return Map.of(
                "database", table.database(),
                "table", table.table(),
                "rows", table.rows(),
                "parts", table.parts(),
                "bytes_on_disk", table.bytes());
    }

    private static Map<String, Object> fields(Disk disk) {
        return Map.of("name", disk.name(), "path", disk.path(), "free_bytes", disk.free(), "total_bytes", disk.total());
    }
}
