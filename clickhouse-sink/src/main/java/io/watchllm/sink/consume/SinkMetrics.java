package io.watchllm.sink.consume;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.watchllm.runtime.Metric;
import io.watchllm.sink.core.Outcome;
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

/** All metrics of the sink. */
public final class SinkMetrics {
    private static final String PREFIX = "watchllm.sink.";

    static final Metric ROWS = of("rows", Metric.Type.COUNTER, "", "Rows that ClickHouse acknowledged.");
    static final Metric BYTES =
            of("bytes", Metric.Type.COUNTER, "bytes", "Bytes of acknowledged blocks, before compression.");
    static final Metric BATCHES = of(
            "batches",
            Metric.Type.COUNTER,
            "",
            "Batches that were sealed, by why: rows, bytes, age, schema, recovery, narrowed, memory, obstacle, flush.",
            "reason");
    static final Metric BATCH_ROWS = of("batch.rows", Metric.Type.SUMMARY, "rows", "Rows of an acknowledged insert.");
    static final Metric BATCH_AGE = of(
            "batch.age", Metric.Type.TIMER, "", "How long the first record of a batch had waited when it was sealed.");
    static final Metric INSERT = of(
            "insert",
            Metric.Type.TIMER,
            "",
            "Attempts to insert, by what came of them: acked, found_landed (a read-back found the rows there),"
                    + " acked_without_rows (a repeat was acknowledged, and no row is there), bad_data, bad_config, not_now,"
                    + " in_doubt, unclear (a read-back found neither none nor all of them).",
            "outcome");
    static final Metric RETRIES = of(
            "retries",
            Metric.Type.COUNTER,
            "",
            "Attempts that failed, by outcome and ClickHouse's error code; 0 is none.",
            "outcome",
            "code");
    static final Metric RESENT = of(
            "resent",
            Metric.Type.COUNTER,
            "",
            "Inserts that were sent again under the same token: after a failed attempt (retry), or since the range was"
                    + " open when the partition was taken over (recovery). An answer does not say whether ClickHouse"
                    + " knew the token; DuplicatedInsertedBlocks in its system.events counts that, for the server.",
            "why");
    static final Metric DEAD_LETTERS =
            of("dead.letters", Metric.Type.COUNTER, "", "Records that went to the dead letters, by reason.", "reason");
    static final Metric LATE_COMPLETIONS = of(
            "late.completions",
            Metric.Type.COUNTER,
            "",
            "Outcomes that came after their partition had been given away; dropped.");
    static final Metric IN_DOUBT = of(
            "partitions.in.doubt",
            Metric.Type.GAUGE,
            "",
            "Assigned partitions whose open range may or may not be in the table.");
    static final Metric IN_FLIGHT_BYTES = of(
            "in.flight",
            Metric.Type.GAUGE,
            "bytes",
            "Memory that the buffers of batches take, empty ones that are kept among them.");
    static final Metric LAG = of(
            "lag",
            Metric.Type.GAUGE,
            "",
            "Records of assigned partitions that have not landed; markers of transactions may be among them.");
    static final Metric LAG_TIME = of(
            "lag.time",
            Metric.Type.GAUGE,
            "seconds",
            "How long the oldest record that was read and has not landed has been in its topic.");
    static final Metric FRESHNESS = of(
            "freshness",
            Metric.Type.TIMER,
            "",
            "How old the median row of an insert was when a query had seen it, read back every"
                    + " WATCHLLM_SINK_FRESHNESS_INTERVAL: since the event happened (event), or since its record was"
                    + " appended to the row topic (record).",
            "since");
    static final Metric FRESHNESS_UNSEEN = of(
            "freshness.unseen",
            Metric.Type.COUNTER,
            "",
            "Acknowledged inserts of which a query right behind saw no row, as another replica may not yet.");
    static final Metric PARTITIONS = of("partitions", Metric.Type.GAUGE, "", "Assigned partitions.");
    static final Metric STOPPED =
            of("partitions.stopped", Metric.Type.GAUGE, "", "Assigned partitions that make no progress.");
    static final Metric GAP_OFFSETS = of(
            "gap.offsets",
            Metric.Type.GAUGE,
            "",
            "Offsets that left Kafka before they were read, in assigned partitions that have stopped for it; markers of"
                    + " transactions may be among them.");
    static final Metric LOST_OFFSETS = of(
            "lost.offsets",
            Metric.Type.COUNTER,
            "",
            "Of such offsets, those that the sink passed over, since `watchllm sink accept-loss` said so.");
    static final Metric RETENTION_LEFT = of(
            "retention.left",
            Metric.Type.GAUGE,
            "seconds",
            "How long until retention takes the first record that has not landed, the least of all partitions: the"
                    + " topic's retention.ms less the age of that record, which is interpolated by offset while it was"
                    + " not read. Retention by size is not foreseen. Infinite when records are kept for ever, not a"
                    + " number when Kafka does not say.");
    static final Metric HIDDEN = of(
            "hidden.records",
            Metric.Type.GAUGE,
            "",
            "High watermarks less last stable offsets of assigned partitions: what open transactions hide from readers"
                    + " of what is committed.");
    static final Metric SKIPPED_FIELDS =
            of("skipped.fields", Metric.Type.GAUGE, "", "Fields of the latest schema without a column.");

    static final Metric AUDIT_CHECKED = of(
            "audit.checked", Metric.Type.COUNTER, "", "Rows that had landed and were looked for in the table later.");
    static final Metric AUDIT_MISSING = of(
            "audit.missing",
            Metric.Type.COUNTER,
            "",
            "Of these, rows that were not there, those included that somebody deleted or that were past retention when"
                    + " they came. `watchllm audit` tells them apart.");
    static final Metric AUDIT_TWICE =
            of("audit.twice", Metric.Type.COUNTER, "", "Rows that were there beside another of the same record.");

    /** Every metric of the sink; the first tag of each is the table. */
    public static final List<Metric> ALL = List.of(
            ROWS,
            BYTES,
            BATCHES,
            BATCH_ROWS,
            BATCH_AGE,
            INSERT,
            RETRIES,
            RESENT,
            DEAD_LETTERS,
            LATE_COMPLETIONS,
            IN_DOUBT,
            IN_FLIGHT_BYTES,
            LAG,
            LAG_TIME,
            FRESHNESS,
            FRESHNESS_UNSEEN,
            PARTITIONS,
            STOPPED,
            GAP_OFFSETS,
            LOST_OFFSETS,
            RETENTION_LEFT,
            HIDDEN,
            SKIPPED_FIELDS,
            AUDIT_CHECKED,
            AUDIT_MISSING,
            AUDIT_TWICE);

    private final MeterRegistry registry;
    private final Clock clock;

    public SinkMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    private static Metric of(String name, Metric.Type type, String unit, String description, String... tags) {
        var all = new ArrayList<>(List.of("table"));
        all.addAll(List.of(tags));
        return new Metric(PREFIX + name, type, unit, all, description);
    }

    /** The metrics of one table. */
    TableMetrics table(String table) {
        return new TableMetrics(registry, table, clock);
    }

    /** Metrics of one table. Thread-safe. */
    static final class TableMetrics {
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
        void sealed(SealReason reason, long openedAtMillis) {
            BATCHES.counter(registry, table, word(reason)).increment();
            batchAge.record(Duration.ofMillis(Math.max(0, clock.millis() - openedAtMillis)));
        }

        void landed(int landedRows, long landedBytes) {
            rows.increment(landedRows);
            bytes.increment((double) landedBytes);
            batchRows.record(landedRows);
        }

        void attempted(Outcome outcome, Duration took) {
            INSERT.timer(registry, table, word(outcome)).record(took);
        }

        /** Records the age of rows that a query has seen. */
        void fresh(Duration sinceEvent, Duration sinceRecord) {
            FRESHNESS.timer(registry, table, "event").record(sinceEvent);
            FRESHNESS.timer(registry, table, "record").record(sinceRecord);
        }

        void unseen() {
            FRESHNESS_UNSEEN.counter(registry, table).increment();
        }

        /** Counts an insert that may have been sent before. */
        void resent(SealReason reason) {
            RESENT.counter(registry, table, reason == SealReason.RECOVERY ? "recovery" : "retry")
                    .increment();
        }

        void retried(Outcome outcome, int code) {
            RETRIES.counter(registry, table, word(outcome), Integer.toString(code))
                    .increment();
        }

        void deadLetter(String reason) {
            DEAD_LETTERS.counter(registry, table, reason).increment();
        }

        /** Counts rows that were checked again. */
        void audited(long checked, long missing, long twice) {
            AUDIT_CHECKED.counter(registry, table).increment((double) checked);
            AUDIT_MISSING.counter(registry, table).increment((double) missing);
            AUDIT_TWICE.counter(registry, table).increment((double) twice);
        }

        /** Counts lost offsets that the sink passes over. */
        void lost(long offsets) {
            LOST_OFFSETS.counter(registry, table).increment((double) offsets);
        }

        void lateCompletion() {
            LATE_COMPLETIONS.counter(registry, table).increment();
        }

        /** Sets the value of a gauge. */
        void set(Metric gauge, Number value) {
            Objects.requireNonNull(gauges.get(gauge), gauge.name()).set(value);
        }

        private static String word(SealReason reason) {
            return reason.name().toLowerCase(Locale.ROOT);
        }

        private static String word(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Acked acked -> "acked";
                case Outcome.FoundLanded found -> "found_landed";
                case Outcome.AckedWithoutRows without -> "acked_without_rows";
                case Outcome.Unclear unclear -> "unclear";
                case Outcome.BadData bad -> "bad_data";
                case Outcome.BadConfig bad -> "bad_config";
                case Outcome.NotNow notNow -> "not_now";
                case Outcome.InDoubt inDoubt -> "in_doubt";
            };
        }
    }
}
