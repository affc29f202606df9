package io.watchllm.bench.latency;

import io.watchllm.bench.rows.CallEvents;
import io.watchllm.bench.stack.ClickHouseHttp;
import java.util.Arrays;
import java.util.List;

/**
 * What a query can read of the table events and of the rollups behind it. A query that read the rows themselves would
 * take a tenth of a CPU away from what is measured; counting rows is next to free, as ClickHouse answers it from the
 * parts' heads. The rollups are asked only when there are rows that they may lack.
 */
final class VisibleRows {
    private final ClickHouseHttp http;
    private final String rows;
    private final String rowsCountedEverywhere;
    private final String order;

    /** @param database of the tables; they hold nothing but prompt calls from one partition */
    VisibleRows(ClickHouseHttp http, String database) {
        this.http = http;
        this.rows = "SELECT count() FROM " + database + ".events";
        this.rowsCountedEverywhere = """
                SELECT least((SELECT count() FROM %1$s.events), (SELECT sum(requests) FROM %1$s.hourly_metrics),
                (SELECT sum(total_requests) FROM %1$s.daily_metrics), (SELECT sum(events) FROM %1$s.project_totals))
                """.formatted(database);
        this.order = "SELECT source_partition, event_id FROM " + database + ".events ORDER BY source_offset";
    }

    /**
     * How many rows are in the table and in each rollup.
     *
     * @param known as many were so before
     */
    long count(long known) {
        return http.number(rows) > known ? http.number(rowsCountedEverywhere) : known;
    }

    /**
     * The numbers of the events, in the order in which their rows became visible.
     *
     * @throws IllegalStateException when they come from more than one partition: then offsets don't tell that order
     */
    List<Integer> numbers() {
        return Arrays.stream(http.query(order).split("\n", -1))
                .map(line -> line.split("\t", -1))
                .map(VisibleRows::number)
                .toList();
    }

    private static int number(String... fields) {
        if (!fields[0].equals("0")) {
            throw new IllegalStateException("a row is from partition " + fields[0] + ", not all from partition 0");
        }
        return Math.toIntExact(CallEvents.number(fields[1]));
    }
}
