package io.watchllm.clickhouse.core;

import java.util.List;

/**
 * Disk usage of a server. Bytes are those on disk unless stated otherwise.
 *
 * @param database database whose tables are listed one by one
 * @param tables tables of the database, largest first
 * @param columns columns of these tables, largest first
 * @param partitions partitions of these tables, by table and month
 * @param elsewhere tables of other databases, including the server's own logs, largest first
 * @param disks disks that the server writes to
 */
public record SpaceReport(
        String version,
        String database,
        List<Table> tables,
        List<Column> columns,
        List<Partition> partitions,
        List<Elsewhere> elsewhere,
        List<Disk> disks) {

    /**
     * A table.
     *
     * @param bytes bytes of these parts in all
     * @param data bytes of the columns
     * @param besides bytes of anything else in the parts
     * @param apart bytes outside the active parts
     */
    public record Table(String name, long rows, long parts, long bytes, Data data, Besides besides, Apart apart) {}

    /**
     * Column data.
     *
     * @param compressed its bytes on disk
     * @param uncompressed its bytes as they would be without compression
     */
    public record Data(long compressed, long uncompressed) {
        /** Compression ratio; 0 when there are no bytes. */
        public double ratio() {
            return compressed == 0 ? 0 : (double) uncompressed / compressed;
        }

        /** The sum of both. */
        public Data plus(Data other) {
            return new Data(compressed + other.compressed, uncompressed + other.uncompressed);
        }
    }

    /**
     * Content of parts besides the columns.
     *
     * @param indexes bytes of skip indexes
     * @param projections bytes of projections
     */
    public record Besides(long indexes, long projections) {}

    /**
     * Disk space that is used but not read.
     *
     * @param old bytes of parts that were merged into others and wait to be deleted
     * @param detached bytes of parts that were detached, by the server or by hand
     * @param detachedParts number of detached parts
     */
    public record Apart(long old, long detached, long detachedParts) {}

    /**
     * A column.
     *
     * @param payload whether it is a payload column
     */
    public record Column(String table, String name, boolean payload, Data data) {}

    /**
     * A partition: a month.
     *
     * @param name the month, such as {@code 202611}
     * @param overdue bytes of parts that hold a row past its retention, which a merge has yet to remove
     */
    public record Partition(String table, String name, long rows, long parts, long bytes, long overdue) {}

    /** A table of another database. */
    public record Elsewhere(String database, String table, long rows, long parts, long bytes) {}

    /** A disk; both are -1 when they are unknown, as with object storage. */
    public record Disk(String name, String path, long free, long total) {}

    /** Bytes of all tables, including those outside their active parts. */
    public long bytes() {
        return tables.stream()
                .mapToLong(table ->
                        table.bytes() + table.apart().old() + table.apart().detached())
                .sum();
    }

    /** Column data of all tables. */
    public Data data() {
        return tables.stream().map(Table::data).reduce(new Data(0, 0), Data::plus);
    }

    /** Bytes of the payload columns of a table. */
    public Data payload(String table) {
        return columns.stream()
                .filter(column -> column.payload() && column.table().equals(table))
                .map(Column::data)
                .reduce(new Data(0, 0), Data::plus);
    }

    /** Column data that the server does not report by column: that of small parts. */
    public long untold(String table) {
        var told = columns.stream()
                .filter(column -> column.table().equals(table))
                .mapToLong(column -> column.data().compressed())
                .sum();
        var all = tables.stream()
                .filter(each -> each.name().equals(table))
                .mapToLong(each -> each.data().compressed())
                .sum();
        return Math.max(0, all - told);
    }
}
