package io.watchllm.sink.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.watchllm.delivery.core.Outcome;
import io.watchllm.runtime.Metric;
import io.watchllm.sink.core.SealReason;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** All metrics of the sink. */
public final class SinkMetrics {
    private static final String PREFIX = "watchllm.sink.";
    /** Filled as the metrics below are declared. */
    private static final List<Metric> DECLARED = new ArrayList<>();

    static final Metric ROWS = counter("rows", "Rows that ClickHouse acknowledged.");
    static final Metric BYTES =
            of(Metric.Type.COUNTER, "bytes", "bytes", "Bytes of acknowledged blocks, before compression.");
    static final Metric BATCHES = counter(
            "batches",
            "Batches that were sealed, by why: rows, bytes, age, schema, recovery, bisected, memory,"
                    + " obstacle, flush.",
            "reason");
    static final Metric BATCH_ROWS = of(Metric.Type.SUMMARY, "batch.rows", "rows", "Rows of an acknowledged insert.");
    static final Metric BATCH_AGE =
            timer("batch.age", "How long the first record of a batch had waited when it was sealed.");
    static final Metric INSERT = timer(
            "insert",
            "Attempts to insert, by what came of them: acked, found_landed (a read-back found the rows"
                    + " there), acked_without_rows (a repeat was acknowledged, and no row is there), bad_data,"
                    + " bad_config, not_now, in_doubt, unclear (a read-back found neither none nor all of them).",
            "outcome");
    static final Metric RETRIES = counter(
            "retries", "Attempts that failed, by outcome and ClickHouse's error code; 0 is none.", "outcome", "code");
    static final Metric RESENT = counter(
            "resent",
            "Inserts that were sent again under the same token: after a failed attempt (retry), or since the"
                    + " range was open when the partition was taken over (recovery). An answer does not say whether"
                    + " ClickHouse knew the token; DuplicatedInsertedBlocks in its system.events counts that, for the"
                    + " server.",
            "why");
    static final Metric DEAD_LETTERS =
            counter("dead.letters", "Records that went to the dead letters, by reason.", "reason");
    static final Metric LATE_COMPLETIONS =
            counter("late.completions", "Outcomes that came after their partition had been given away; dropped.");
    static final Metric IN_DOUBT =
            gauge("partitions.in.doubt", "", "Assigned partitions whose open range may or may not be in the table.");
    static final Metric IN_FLIGHT_BYTES = gauge(
            "in.flight", "bytes", "Memory that the buffers of batches take, empty ones that are kept among them.");
    static final Metric LAG = gauge(
            "lag",
            "",
            "Records of assigned partitions that have not landed; markers of transactions may be among them.");
    static final Metric LAG_TIME = gauge(
            "lag.time",
            "seconds",
            "How long the oldest record that was read and has not landed has been in its topic.");
    static final Metric FRESHNESS = timer(
            "freshness",
            "How old the median row of an insert was when a query had seen it, read back every"
                    + " WATCHLLM_SINK_FRESHNESS_INTERVAL: since the event happened (event), or since its record was"
                    + " appended to the row topic (record).",
            "since");
    static final Metric FRESHNESS_UNSEEN = counter(
            "freshness.unseen",
            "Acknowledged inserts of which a query right behind saw no row, as another replica may not yet.");
    static final Metric PARTITIONS = gauge("partitions", "", "Assigned partitions.");
    static final Metric STOPPED = gauge("partitions.stopped", "", "Assigned partitions that make no progress.");
    static final Metric GAP_OFFSETS = gauge(
            "gap.offsets",
            "",
            "Offsets that left Kafka before they were read, in assigned partitions that have stopped for it;"
                    + " markers of transactions may be among them.");
    static final Metric LOST_OFFSETS = counter(
            "lost.offsets",
            "Of such offsets, those that the sink passed over, since `watchllm sink accept-loss` said so.");
    static final Metric RETENTION_LEFT = gauge(
            "retention.left",
            "seconds",
            "How long until retention takes the first record that has not landed, the least of all"
                    + " partitions: the topic's retention.ms less the age of that record, which is interpolated by"
                    + " offset while it was not read. Retention by size is not foreseen. Infinite when records are kept"
                    + " for ever, not a number when Kafka does not say.");
    static final Metric HIDDEN = gauge(
            "hidden.records",
            "",
            "High watermarks less last stable offsets of assigned partitions: what open transactions hide"
                    + " from readers of what is committed.");
    public static final Metric SKIPPED_FIELDS =
            gauge("skipped.fields", "", "Fields of the latest schema without a column.");
    static final Metric AUDIT_CHECKED =
            counter("audit.checked", "Rows that had landed and were looked for in the table later.");
    static final Metric AUDIT_MISSING = counter(
            "audit.missing",
            "Of these, rows that were not there, those included that somebody deleted or that were past"
                    + " retention when they came. `watchllm audit` tells them apart.");
    static final Metric AUDIT_TWICE = counter("audit.twice", "Rows that were there beside another of the same record.");

    /** Every metric of the sink; the first tag of each is the table. */
    public static final List<Metric> ALL = List.copyOf(DECLARED);

    private final MeterRegistry registry;
    private final Clock clock;

    public SinkMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    private static Metric counter(String name, String description, String... tags) {
        return of(Metric.Type.COUNTER, name, "", description, tags);
    }

    private static Metric timer(String name, String description, String... tags) {
        return of(Metric.Type.TIMER, name, "", description, tags);
    }

    private static Metric gauge(String name, String unit, String description) {
        return of(Metric.Type.GAUGE, name, unit, description);
    }

    private static Metric of(Metric.Type type, String name, String unit, String description, String... tags) {
        var all = Stream.concat(Stream.of("table"), Stream.of(tags)).toList();
        var metric = new Metric(PREFIX + name, type, unit, all, description);
        DECLARED.add(metric);
        return metric;
    }

    /** The metrics of one table. */
    public TableMetrics table(String table) {
        return new TableMetrics(registry, table, clock);
    }

    /** Metrics of one table. Thread-safe. */
    public static final class TableMetrics {
        private final MeterRegistry registry;
        private final String table;
        private final Clock clock;
        private final Counter rows;
        private final Counter bytes;
        private final DistributionSummary batchRows;
        private final Timer batchAge;
        private final Map<Metric, AtomicReference<Number>> gauges = new HashMap<>();

        TableMetrics(MeterRegistry registry, String table, Clock clock) {
            this.registry = registry;
            this.table = table;
            this.clock = clock;
            this.rows = ROWS.counter(registry, table);
            this.bytes = BYTES.counter(registry, table);
            this.batchRows = BATCH_ROWS.summary(registry, table);
            this.batchAge = BATCH_AGE.timer(registry, table);
            for (var metric : ALL) {
                if (metric.type() == Metric.Type.GAUGE) {
                    var value = new AtomicReference<Number>(0);
                    gauges.put(metric, value);
                    metric.gauge(registry, value::get, table);
                }
            }
        }

        /** Counts a sealed batch whose first record came in at that time. */
        public void sealed(SealReason reason, long openedAtMillis) {
            count(BATCHES, 1, reason.name().toLowerCase(Locale.ROOT));
            batchAge.record(Duration.ofMillis(Math.max(0, clock.millis() - openedAtMillis)));
        }

        public void landed(int landedRows, long landedBytes) {
            rows.increment(landedRows);
            bytes.increment((double) landedBytes);
            batchRows.record(landedRows);
        }

        public void attempted(Outcome outcome, Duration took) {
            INSERT.timer(registry, table, outcome.word()).record(took);
        }

        public void failed(Outcome outcome) {
            count(RETRIES, 1, outcome.word(), Integer.toString(outcome.code()));
        }

        /** Records the age of rows that a query has seen. */
        public void fresh(Duration sinceEvent, Duration sinceRecord) {
            FRESHNESS.timer(registry, table, "event").record(sinceEvent);
            FRESHNESS.timer(registry, table, "record").record(sinceRecord);
        }

        public void unseen() {
            count(FRESHNESS_UNSEEN, 1);
        }

        /** Counts an insert that may have been sent before. */
        public void resent(SealReason reason) {
            count(RESENT, 1, reason == SealReason.RECOVERY ? "recovery" : "retry");
        }

        public void deadLetter(String reason) {
            count(DEAD_LETTERS, 1, reason);
        }

        /** Counts rows that were checked again. */
        public void audited(long checked, long missing, long twice) {
            count(AUDIT_CHECKED, checked);
            count(AUDIT_MISSING, missing);
            count(AUDIT_TWICE, twice);
        }

        /** Counts lost offsets that the sink passes over. */
        public void lost(long offsets) {
            count(LOST_OFFSETS, offsets);
        }

        public void lateCompletion() {
            count(LATE_COMPLETIONS, 1);
        }

        private void count(Metric metric, long amount, String... tags) {
            var values = Stream.concat(Stream.of(table), Stream.of(tags)).toArray(String[]::new);
            metric.counter(registry, values).increment((double) amount);
        }

        /** Sets the value of a gauge. */
        public void set(Metric gauge, Number value) {
            Objects.requireNonNull(gauges.get(gauge), gauge.name()).set(value);
        }
    }
}
