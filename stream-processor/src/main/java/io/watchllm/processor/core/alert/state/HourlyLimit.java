package io.watchllm.processor.core.alert.state;

import io.watchllm.events.AlertLevel;
import io.watchllm.processor.core.alert.model.ByteReader;
import io.watchllm.processor.core.alert.model.ByteWriter;
import io.watchllm.processor.core.alert.model.Moment;
import org.jspecify.annotations.Nullable;

/** Holds alerts back that are above the cap of an hour, and counts them. */
final class HourlyLimit {

    private static final long HOUR_MS = 3_600_000;

    private long hour = Moment.NEVER;
    private long told;
    private long suppressed;
    private boolean critical;

    /**
     * What was held back within an hour.
     *
     * @param hourMs begin of the hour
     */
    record Suppressed(long hourMs, long count, AlertLevel level) {
        long endMs() {
            return hourMs + HOUR_MS;
        }
    }

    /** Whether an alert may be told; when not, it is counted. */
    boolean allows(int perHour, boolean isCritical) {
        if (perHour > 0 && told >= perHour) {
            suppressed++;
            critical |= isCritical;
            return false;
        }
        told++;
        return true;
    }

    /** Whether something is to be told when the hour is over. */
    boolean isPending() {
        return suppressed > 0;
    }

    /** Moves on in time; what was held back in an hour that is over is to be told now, and null when nothing was. */
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

    /** Whether nothing was told in the hour: the hour itself does not matter then. */
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
