package io.watchllm.sink.observe;

import io.watchllm.delivery.core.Intent;
import io.watchllm.delivery.table.LandedRows;
import io.watchllm.delivery.table.TableReader.TableUnreadableException;
import io.watchllm.sink.core.RecentRanges;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks landed ranges again, an interval later and on a virtual thread: each row must be in the table exactly once.
 * Used by the loop's thread only; one check at a time.
 */
public final class LandedRowCheck {
    private static final Logger log = LoggerFactory.getLogger(LandedRowCheck.class);

    private final LandedRows rows;
    private final SinkMetrics.TableMetrics metrics;
    private final long intervalMillis;
    private final RecentRanges spans = new RecentRanges();
    private final AtomicBoolean looking = new AtomicBoolean();
    private List<RecentRanges.Span> due = List.of();
    private long nextMillis;

    /** @param intervalMillis time between two checks, and the minimum age of a row when it is checked; 0 for never */
    public LandedRowCheck(LandedRows rows, SinkMetrics.TableMetrics metrics, long intervalMillis, long now) {
        this.rows = rows;
        this.metrics = metrics;
        this.intervalMillis = intervalMillis;
        this.nextMillis = now + intervalMillis;
        if (intervalMillis > 0) {
            // Export the counters from the start, so that their first increase is visible.
            metrics.audited(0, 0, 0);
        }
    }

    /** Notes that a range has landed. */
    public void landed(int partition, Intent range) {
        if (intervalMillis > 0 && range.rows() > 0) {
            spans.add(partition, range);
        }
    }

    /** Notes that partitions were revoked: other sinks may write between our ranges from now on. */
    public void revoked() {
        spans.cut();
    }

    /** Starts a check if one is due and the last has ended. */
    public void turn(long now) {
        if (intervalMillis == 0 || now < nextMillis || !looking.compareAndSet(false, true)) {
            return;
        }
        nextMillis = now + intervalMillis;
        var old = due;
        due = spans.drain();
        Thread.ofVirtual().name("audit landed rows").start(() -> look(old));
    }

    private void look(List<RecentRanges.Span> landed) {
        try {
            landed.forEach(this::look);
        } catch (TableUnreadableException unreadable) {
            // Rows that could not be read do not count as checked; watchllm audit checks all rows.
            log.debug("landed rows could not be looked at error={}", unreadable.getMessage());
        } catch (RuntimeException failure) {
            log.warn("landed rows could not be looked at error={}", failure.toString());
        } finally {
            looking.set(false);
        }
    }

    private void look(RecentRanges.Span span) {
        var range = span.range();
        var held = rows.held(span.partition(), range);
        var missing = Math.max(0, range.rows() - held.offsets());
        var twice = held.rows() - held.offsets();
        metrics.audited(range.rows(), missing, twice);
        if (missing > 0 || twice > 0) {
            log.error(
                    "landed rows are not there once partition={} from={} to={} rows={} missing={} twice={}",
                    span.partition(),
                    range.from(),
                    range.to(),
                    range.rows(),
                    missing,
                    twice);
        }
    }
}
