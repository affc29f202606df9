package io.watchllm.alerting.evaluation;

import io.watchllm.alerting.model.ByteReader;
import io.watchllm.alerting.model.ByteWriter;
import io.watchllm.alerting.model.Moment;
import io.watchllm.events.AlertLevel;
import org.jspecify.annotations.Nullable;

/** Suppresses and counts alerts above the hourly limit. */
final class HourlyLimit {

    private static final long HOUR_MS = 3_600_000;

    private long hour = Moment.NEVER;
    private long told;
    private long suppressed;
    private boolean critical;

    /**
     * Alerts suppressed within an hour.
     *
     * @param hourMs start of the hour
     */
    record Suppressed(long hourMs, long count, AlertLevel level) {
        long endMs() {
            return hourMs + HOUR_MS;
        }
    }

    /** Whether an alert may be emitted; otherwise it is counted as suppressed. */
    boolean allows(int perHour, boolean isCritical) {
        if (perHour > 0 && told >= perHour) {
            suppressed++;
            critical |= isCritical;
            return false;
        }
        told++;
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
        var over = suppressed == 0
                ? null
                : new Suppressed(hour * HOUR_MS, suppressed, critical ? AlertLevel.critical : AlertLevel.warn);
        hour = now;
        told = 0;
        suppressed = 0;
        critical = false;
        return over;
    }

    /** Whether nothing was emitted in the hour; then the hour itself doesn't matter. */
    boolean isCalm() {
        return told == 0 && suppressed == 0;
    }

    void write(ByteWriter out) {
        out.flag(isCalm());
        if (!isCalm()) {
            out.number(hour).number(told).number(suppressed).flag(critical);
        }
    }

    void read(ByteReader in) {
        if (!in.flag()) {
            hour = in.number();
            told = in.number();
            suppressed = in.number();
            critical = in.flag();
        }
    }
}
