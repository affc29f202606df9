package io.watchllm.clickhouse.core;

import java.util.List;

/**
 * Where the disk of a server goes. Bytes are those on disk unless they say otherwise.
 *
 * @param version of the server
 * @param database whose tables are told one by one
 * @param tables of the database, largest first
 * @param columns of these tables, largest first
 * @param partitions of these tables, by table and month
 * @param elsewhere tables of other databases, those of the server's own logs among them, largest first
 * @param disks what the server writes to
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
     * @param name its name
     * @param rows rows that it holds
     * @param parts parts that it consists of
     * @param bytes what these parts take in all
     * @param data what the columns take
     * @param besides what else is in the parts
     * @param apart what lies beside the parts
     */
    public record Table(String name, long rows, long parts, long bytes, Data data, Besides besides, Apart apart) {}

    /**
     * Column data.
     *
     * @param compressed its bytes on disk
     * @param uncompressed its bytes as they would be without compression
     */
    public record Data(long compressed, long uncompressed) {
        /** How many bytes became one; 0 where there are none. */
        public double ratio() {
            return compressed == 0 ? 0 : (double) uncompressed / compressed;
        }

        /** Both together. */
        public Data plus(Data other) {
            return new Data(compressed + other.compressed, uncompressed + other.uncompressed);
        }
    }

    /**
     * What is in parts besides the columns.
     *
     * @param indexes bytes of skip indexes
     * @param projections bytes of projections
     */
    public record Besides(long indexes, long projections) {}

    /**
     * What takes place and is not read.
     *
     * @param old bytes of parts that were merged into others and wait to be deleted
     * @param detached bytes of parts that were set aside, by the server or by hand
     * @param detachedParts how many those are
     */
    public record Apart(long old, long detached, long detachedParts) {}

    /**
     * A column.
     *
     * @param table its table
     * @param name its name
     * @param payload whether it holds what applications, models and tools said
     * @param data what it takes
     */
    public record Column(String table, String name, boolean payload, Data data) {}

    /**
     * A partition: a month.
     *
     * @param table its table
     * @param name the month, such as {@code 202611}
     * @param rows rows that it holds
     * @param parts parts that it consists of
     * @param bytes what they take
     * @param overdue bytes of parts that hold a row past its retention, which a merge has still to remove
     */
    public record Partition(String table, String name, long rows, long parts, long bytes, long overdue) {}

    /** A table of another database. */
    public record Elsewhere(String database, String table, long rows, long parts, long bytes) {}

    /** A disk; both are -1 where the server does not know, as with object storage. */
    public record Disk(String name, String path, long free, long total) {}

    /** What the tables take in all, with what lies beside their parts. */
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

    /** What the payload columns of a table take. */
    public Data payload(String table) {
        return columns.stream()
                .filter(column -> column.payload() && column.table().equals(table))
                .map(Column::data)
                .reduce(new Data(0, 0), Data::plus);
    }

    /** Column data of a table that the server does not tell apart by column: that of small parts. */
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
