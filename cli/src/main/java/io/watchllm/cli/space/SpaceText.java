package io.watchllm.cli.space;

import io.watchllm.cli.shell.JsonObject;
import io.watchllm.cli.shell.TextTable;
import io.watchllm.clickhouse.core.SpaceReport;
import io.watchllm.clickhouse.core.SpaceReport.Column;
import io.watchllm.clickhouse.core.SpaceReport.Disk;
import io.watchllm.clickhouse.core.SpaceReport.Elsewhere;
import io.watchllm.clickhouse.core.SpaceReport.Partition;
import io.watchllm.clickhouse.core.SpaceReport.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
        return new JsonObject()
                .put("version", report.version())
                .put("database", report.database())
                .put("bytes_on_disk", report.bytes())
                .put("compressed_bytes", report.data().compressed())
                .put("uncompressed_bytes", report.data().uncompressed())
                .put("compression_ratio", report.data().ratio())
                .list("tables", report.tables(), this::fields)
                .list("columns", report.columns(), SpaceText::fields)
                .list("partitions", report.partitions(), SpaceText::fields)
                .list("elsewhere", report.elsewhere(), SpaceText::fields)
                .list("disks", report.disks(), SpaceText::fields)
                .line();
    }

    private JsonObject fields(Table table) {
        return new JsonObject()
                .put("table", table.name())
                .put("rows", table.rows())
                .put("parts", table.parts())
                .put("bytes_on_disk", table.bytes())
                .put("compressed_bytes", table.data().compressed())
                .put("uncompressed_bytes", table.data().uncompressed())
                .put("compression_ratio", table.data().ratio())
                .put("payload_compressed_bytes", report.payload(table.name()).compressed())
                .put("untold_compressed_bytes", report.untold(table.name()))
                .put("index_bytes", table.besides().indexes())
                .put("projection_bytes", table.besides().projections())
                .put("old_part_bytes", table.apart().old())
                .put("detached_bytes", table.apart().detached())
                .put("detached_parts", table.apart().detachedParts());
    }

    private static JsonObject fields(Column column) {
        return new JsonObject()
                .put("table", column.table())
                .put("column", column.name())
                .put("payload", column.payload())
                .put("compressed_bytes", column.data().compressed())
                .put("uncompressed_bytes", column.data().uncompressed());
    }

    private static JsonObject fields(Partition partition) {
        return new JsonObject()
                .put("table", partition.table())
                .put("partition", partition.name())
                .put("rows", partition.rows())
                .put("parts", partition.parts())
                .put("bytes_on_disk", partition.bytes())
                .put("overdue_bytes", partition.overdue());
    }

    private static JsonObject fields(Elsewhere table) {
        return new JsonObject()
                .put("database", table.database())
                .put("table", table.table())
                .put("rows", table.rows())
                .put("parts", table.parts())
                .put("bytes_on_disk", table.bytes());
    }

    private static JsonObject fields(Disk disk) {
        return new JsonObject()
                .put("name", disk.name())
                .put("path", disk.path())
                .put("free_bytes", disk.free())
                .put("total_bytes", disk.total());
    }
}
