package io.watchllm.sink.consume;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.watchllm.sink.core.Outcome;
import io.watchllm.sink.core.SealReason;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Every metric of the sink, in one place. */
public final class SinkMetrics {
    private final MeterRegistry registry;

    public SinkMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The metrics of one table. */
    TableMetrics table(String table) {
        return new TableMetrics(registry, table);
    }

    /** What happens to the rows of one table. Thread-safe. */
    static final class TableMetrics {
        private final MeterRegistry registry;
        private final String table;
        private final Counter rows;
        private final Counter bytes;
        private final DistributionSummary batchRows;
        private final AtomicLong inFlightBytes = new AtomicLong();
        private final AtomicLong lag = new AtomicLong();
        private final AtomicLong stopped = new AtomicLong();
        private final AtomicLong skippedFields = new AtomicLong();

        TableMetrics(MeterRegistry registry, String table) {
            this.registry = registry;
            this.table = table;
            this.rows = Counter.builder("watchllm.sink.rows")
                    .description("Rows that ClickHouse acknowledged.")
                    .tag("table", table)
                    .register(registry);
            this.bytes = Counter.builder("watchllm.sink.bytes")
                    .description("Bytes of acknowledged blocks, before compression.")
                    .baseUnit("bytes")
                    .tag("table", table)
                    .register(registry);
            this.batchRows = DistributionSummary.builder("watchllm.sink.batch.rows")
                    .description("Rows per acknowledged insert.")
                    .publishPercentiles(0.5, 0.99)
                    .tag("table", table)
                    .register(registry);
            gauge("watchllm.sink.in.flight.bytes", "Bytes in open, waiting and running batches.", inFlightBytes);
            gauge("watchllm.sink.lag", "Records of assigned partitions that were not read yet.", lag);
            gauge("watchllm.sink.partitions.stopped", "Assigned partitions that make no progress.", stopped);
            gauge("watchllm.sink.skipped.fields", "Fields of the latest schema without a column.", skippedFields);
        }

        private void gauge(String name, String description, AtomicLong value) {
            Gauge.builder(name, value, AtomicLong::get)
                    .description(description)
                    .tag("table", table)
                    .register(registry);
        }

        void sealed(SealReason reason) {
            Counter.builder("watchllm.sink.batches")
                    .description("Batches by why they ended.")
                    .tag("table", table)
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry)
                    .increment();
        }

        void landed(int landedRows, long landedBytes) {
            rows.increment(landedRows);
            bytes.increment((double) landedBytes);
            batchRows.record(landedRows);
        }

        void attempted(Outcome outcome, Duration took) {
            Timer.builder("watchllm.sink.insert")
                    .description("Attempts to insert, by outcome.")
                    .publishPercentiles(0.5, 0.99)
                    .tag("table", table)
                    .tag("outcome", word(outcome))
                    .register(registry)
                    .record(took);
        }

        void retried(Outcome outcome, int code) {
            Counter.builder("watchllm.sink.retries")
                    .description("Failed attempts to insert, by outcome and ClickHouse error code; 0 is none.")
                    .tag("table", table)
                    .tag("outcome", word(outcome))
                    .tag("code", Integer.toString(code))
                    .register(registry)
                    .increment();
        }

        void deadLetter(String reason) {
            Counter.builder("watchllm.sink.dead.letters")
                    .description("Records that went to the dead letters, by reason.")
                    .tag("table", table)
                    .tag("reason", reason)
                    .register(registry)
                    .increment();
        }

        void lateCompletion() {
            Counter.builder("watchllm.sink.late.completions")
                    .description("Outcomes that came after their partition had been given away; dropped.")
                    .tag("table", table)
                    .register(registry)
                    .increment();
        }

        void skippedFields(int fields) {
            skippedFields.set(fields);
        }

        void state(long nowInFlightBytes, long nowLag, long nowStopped) {
            inFlightBytes.set(nowInFlightBytes);
            lag.set(nowLag);
            stopped.set(nowStopped);
        }

        private static String word(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Acked acked -> "acked";
                case Outcome.BadData bad -> "bad_data";
                case Outcome.BadConfig bad -> "bad_config";
                case Outcome.NotNow notNow -> "not_now";
                case Outcome.InDoubt inDoubt -> "in_doubt";
            };
        }
    }
}
