package io.watchllm.alerting.evaluation;

import io.watchllm.alerting.RaisedAlert.AlertStatus;
import io.watchllm.alerting.RaisedAlert.EpisodePosition;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.snapshot.LimitSnapshot;
import io.watchllm.events.AlertLevel;
import io.watchllm.events.AlertState;
import org.jspecify.annotations.Nullable;

/** Suppresses and counts alerts above the hourly limit. */
final class HourlyLimit {

    private static final long HOUR_MS = 3_600_000;

    private long hour = Moment.NEVER;
    private long emitted;
    private long suppressed;
    private boolean critical;

    /** What an alert about suppressed alerts says: its threshold is their number; the episode is the hour. */
    record Suppressed(AlertStatus status, EpisodePosition position) {}

    /** Whether an alert may be emitted; otherwise it is counted as suppressed. */
    boolean allows(int perHour, boolean isCritical) {
        if (perHour > 0 && emitted >= perHour) {
            suppressed++;
            critical |= isCritical;
            return false;
        }
        emitted++;
        return true;
    }

    /** Whether suppressed alerts must be emitted at the end of the hour. */
    boolean isPending() {
        return suppressed > 0;
    }

    /** Advances time; returns the alerts suppressed in an hour that has ended, which are to be emitted now, or null. */
    @Nullable
    Suppressed turn(long atMs) {
        long now = Math.floorDiv(atMs, HOUR_MS);
        if (now <= hour) {
            return null;
        }
        var over = suppressed == 0 ? null : suppressed();
        hour = now;
        emitted = 0;
        suppressed = 0;
        critical = false;
        return over;
    }

    private Suppressed suppressed() {
        var level = critical ? AlertLevel.critical : AlertLevel.warn;
        long startMs = hour * HOUR_MS;
        return new Suppressed(
                new AlertStatus(AlertState.suppressed, level, startMs + HOUR_MS, suppressed),
                new EpisodePosition(startMs, 0));
    }

    /** The snapshot of the limit; null when nothing was emitted in the hour, which then doesn't matter. */
    @Nullable
    LimitSnapshot snapshot() {
        return emitted == 0 && suppressed == 0 ? null : new LimitSnapshot(hour, emitted, suppressed, critical);
    }

    void restore(@Nullable LimitSnapshot from) {
        if (from != null) {
            hour = from.getHour();
            emitted = from.getEmitted();
            suppressed = from.getSuppressed();
            critical = from.getCritical();
        }
    }
}
