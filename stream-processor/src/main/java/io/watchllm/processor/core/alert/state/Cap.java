package io.watchllm.processor.core.alert.state;

import io.watchllm.events.AlertLevel;
import io.watchllm.processor.core.alert.ByteReader;
import io.watchllm.processor.core.alert.ByteWriter;

/** Holds alerts back that are above the cap of an hour, and counts them. */
final class Cap {

    private static final long HOUR_MS = 3_600_000;

    private long hour = -1;
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

    /** Whether the hour is over, and something of it is still to be told. */
    boolean isDue(long atMs) {
        return suppressed > 0 && Math.floorDiv(atMs, HOUR_MS) > hour;
    }

    /** Whether something is to be told when the hour is over. */
    boolean isPending() {
        return suppressed > 0;
    }

    /** Moves on in time; ask {@link #isDue} first, what is still to be told is lost otherwise. */
    Suppressed turn(long atMs) {
        var over = new Suppressed(hour * HOUR_MS, suppressed, critical ? AlertLevel.critical : AlertLevel.warn);
        long now = Math.floorDiv(atMs, HOUR_MS);
        if (now > hour) {
            hour = now;
            told = 0;
            suppressed = 0;
            critical = false;
        }
        return over;
    }

    void write(ByteWriter out) {
        out.number(hour).number(told).number(suppressed).flag(critical);
    }

    void read(ByteReader in) {
        hour = in.number();
        told = in.number();
        suppressed = in.number();
        critical = in.flag();
    }
}
