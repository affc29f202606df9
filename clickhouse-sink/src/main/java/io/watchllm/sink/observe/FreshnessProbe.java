package io.watchllm.sink.observe;

import io.watchllm.delivery.core.Intent;
import io.watchllm.delivery.encode.TableColumn;
import io.watchllm.delivery.table.RowTimes;
import io.watchllm.delivery.table.TableReader.TableUnreadableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures how old rows are when a query can see them: once per interval one range is read back right after its
 * acknowledgement, on the thread that inserted it. Thread-safe; never used on the loop's thread.
 */
public final class FreshnessProbe {
    private static final Logger log = LoggerFactory.getLogger(FreshnessProbe.class);

    private final RowTimes times;
    private final long intervalMillis;
    private final SinkMetrics.TableMetrics metrics;
    private final Clock clock;
    private final AtomicLong dueMillis = new AtomicLong();

    /** An interval of zero disables the measurement. */
    public FreshnessProbe(RowTimes times, Duration interval, SinkMetrics.TableMetrics metrics, Clock clock) {
        this.times = times;
        this.intervalMillis = interval.toMillis();
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Creates a probe for a table with these columns; disabled when the table lacks the time or provenance columns. */
    public static FreshnessProbe of(
            RowTimes times,
            List<TableColumn> columns,
            Duration interval,
            SinkMetrics.TableMetrics metrics,
            Clock clock) {
        var names = columns.stream().map(TableColumn::name).toList();
        var known = names.containsAll(List.of("timestamp", "ingested_at", "source_partition", "source_offset"));
        return new FreshnessProbe(times, known ? interval : Duration.ZERO, metrics, clock);
    }

    /** Reads the range back, if a measurement is due. */
    public void acked(int partition, Intent range) {
        var due = dueMillis.get();
        var now = clock.millis();
        if (intervalMillis == 0
                || range.rows() == 0
                || now < due
                || !dueMillis.compareAndSet(due, now + intervalMillis)) {
            return;
        }
        try {
            var median = times.median(partition, range);
            if (median == null) {
                metrics.unseen();
            } else {
                metrics.fresh(age(median.event()), age(median.record()));
            }
        } catch (TableUnreadableException unreadable) {
            log.warn("freshness could not be measured error={}", unreadable.getMessage());
        }
    }

    /** Clocks differ: a negative age counts as zero. */
    private Duration age(Instant time) {
        var age = Duration.between(time, clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }
}
