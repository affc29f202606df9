package io.watchllm.delivery.config;

import io.watchllm.runtime.Environment;
import io.watchllm.runtime.Setting;
import java.time.Duration;
import java.util.List;

/** Settings of how records become batches, and how large batches get. */
public record Batching(
        Duration unknownSchemaWait,
        int rows,
        long bytes,
        Duration flushInterval,
        long inFlightBytes,
        Duration freshnessInterval) {
    private static final Setting<Duration> UNKNOWN_SCHEMA_WAIT = Setting.duration(
            "WATCHLLM_SINK_UNKNOWN_SCHEMA_WAIT",
            "0s",
            "1h",
            "1m",
            "How long a partition waits at a record whose schema id the registry does not have, since a registry may lag or"
                    + " have been restored; after that the record is a dead letter.");
    private static final Setting<Integer> ROWS = Setting.integer(
            "WATCHLLM_SINK_BATCH_ROWS", 1, 1_000_000, 250_000, "Most records in one insert, per partition.");
    private static final Setting<Long> BYTES = Setting.bytes(
            "WATCHLLM_SINK_BATCH_BYTES", "1KiB", "1GiB", "64MiB", "Size of an insert at which it is full.");
    private static final Setting<Duration> FLUSH_INTERVAL = Setting.duration(
            "WATCHLLM_SINK_FLUSH_INTERVAL",
            "1ms",
            "5m",
            "200ms",
            "Time from one insert of a partition to the next. A record waits so long for others at most, and after a"
                    + " pause not at all. While an insert of its partition runs, it waits for that one too, so inserts"
                    + " grow under load.");
    private static final Setting<Long> IN_FLIGHT_BYTES = Setting.bytes(
            "WATCHLLM_SINK_IN_FLIGHT_BYTES",
            "1MiB",
            "64GiB",
            "160MiB",
            "Most bytes that the buffers of one table take, in open, waiting and running inserts and kept empty; at that"
                    + " point its partitions pause. The records of one poll and one range that is read again may go over it.");

    private static final Setting<Duration> FRESHNESS_INTERVAL = Setting.duration(
            "WATCHLLM_SINK_FRESHNESS_INTERVAL",
            "0s",
            "1h",
            "10s",
            "How often the sink reads back one insert of each table, to measure how old rows are when a query sees them;"
                    + " 0s never.");

    static final List<Setting<?>> SETTINGS =
            List.of(UNKNOWN_SCHEMA_WAIT, ROWS, BYTES, FLUSH_INTERVAL, IN_FLIGHT_BYTES, FRESHNESS_INTERVAL);

    static Batching from(Environment environment) {
        return new Batching(
                environment.value(UNKNOWN_SCHEMA_WAIT),
                environment.value(ROWS),
                environment.value(BYTES),
                environment.value(FLUSH_INTERVAL),
                environment.value(IN_FLIGHT_BYTES),
                environment.value(FRESHNESS_INTERVAL));
    }
}
