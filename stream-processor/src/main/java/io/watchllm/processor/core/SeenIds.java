package io.watchllm.processor.core;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Ids of the recently accepted events of one partition: exact within the window, bounded in number. An open-addressing
 * hash table with linear probing, 32 bytes per slot, because objects would take too much memory for this many ids. Not
 * thread-safe, except that any thread may read the counts.
 *
 * <p>Time is arrival time, passed in by the caller. Event time is not used: one event with a wrong clock would expire
 * all others.
 */
public final class SeenIds {

    private static final int SLOT_LONGS = 4;
    private static final int LOW = 1;
    private static final int CONTENT = 2;
    private static final int TIME = 3;

    private static final int SLOTS_MIN = 1 << 10;
    /** A fuller table makes probes too long; an emptier one wastes memory. */
    private static final double FILL_MAX = 0.8;

    private static final double FILL_AFTER_REBUILD = 0.55;
    private static final double KEPT_OF_MAX = 0.75;

    private final long windowMillis;
    private final int idsMax;
    private volatile long[] slots = new long[SLOTS_MIN * SLOT_LONGS];
    private volatile int used;
    private volatile long newestMillis;
    private volatile long forgottenEarly;

    /**
     * When an event was first accepted, and its content.
     *
     * @param content {@link EventFingerprint#content}
     * @param atMillis arrival
     */
    public record FirstSeen(long content, long atMillis) {

        /** Whether it is within the window before another arrival. */
        boolean isWithin(Duration window, long atMillis) {
            return time(atMillis) - this.atMillis <= window.toMillis();
        }
    }

    /**
     * Starts empty.
     *
     * @param window how long an id is remembered
     * @param idsMax maximum number of ids; when more arrive within the window, the oldest are evicted early
     */
    public SeenIds(Duration window, int idsMax) {
        windowMillis = window.toMillis();
        this.idsMax = idsMax;
    }

    /** The entry of this id, or null; one that is not {@link FirstSeen#isWithin} the window may still be there. */
    public @Nullable FirstSeen find(EventFingerprint.Id id) {
        var table = slots;
        int slot = slot(table, id.high(), id.low());
        long seen = table[slot + TIME];
        return seen == 0 ? null : new FirstSeen(table[slot + CONTENT], seen);
    }

    /** Adds the id, replacing its previous entry. */
    public void put(EventFingerprint.Id id, FirstSeen firstSeen) {
        long at = time(firstSeen.atMillis());
        newestMillis = Math.max(newestMillis, at);
        var table = slots;
        int slot = slot(table, id.high(), id.low());
        if (table[slot + TIME] == 0) {
            int before = used;
            if (before >= Math.min(FILL_MAX * capacity(table), idsMax)) {
                before = rebuild();
                table = slots;
                slot = slot(table, id.high(), id.low());
            }
            used = before + 1;
        }
        table[slot] = id.high();
        table[slot + LOW] = id.low();
        table[slot + CONTENT] = firstSeen.content();
        table[slot + TIME] = at;
    }

    /** Number of stored ids, including expired ones that were not removed yet. */
    public int size() {
        return used;
    }

    /** Memory of the table in bytes; briefly twice that while it grows. */
    public long bytes() {
        return (long) slots.length * Long.BYTES;
    }

    /** Latest arrival that was added, in milliseconds since 1970; 0 before the first. */
    public long newestMillis() {
        return newestMillis;
    }

    /** Number of ids evicted before their window ended, because there were too many. */
    public long forgottenEarly() {
        return forgottenEarly;
    }

    /** Removes expired ids and resizes the table for the rest; returns how many are left. */
    private int rebuild() {
        var old = slots;
        long reach = windowMillis;
        int inWindow = countSince(old, newestMillis - reach);
        int live = inWindow;
        while (live > KEPT_OF_MAX * idsMax && reach > 0) {
            reach /= 2;
            live = countSince(old, newestMillis - reach);
        }
        var fresh = new long[Math.max(SLOTS_MIN, (int) (live / FILL_AFTER_REBUILD)) * SLOT_LONGS];
        for (int slot = 0; slot < old.length; slot += SLOT_LONGS) {
            if (live(old[slot + TIME], newestMillis - reach)) {
                System.arraycopy(old, slot, fresh, slot(fresh, old[slot], old[slot + LOW]), SLOT_LONGS);
            }
        }
        slots = fresh;
        forgottenEarly = forgottenEarly() + inWindow - live;
        return live;
    }

    private static int countSince(long[] slots, long oldestMillis) {
        int count = 0;
        for (int slot = TIME; slot < slots.length; slot += SLOT_LONGS) {
            if (live(slots[slot], oldestMillis)) {
                count++;
            }
        }
        return count;
    }

    private static boolean live(long atMillis, long oldestMillis) {
        return atMillis != 0 && atMillis >= oldestMillis;
    }

    /** Slot of the id, or the free slot where it would go: there always is one. */
    private static int slot(long[] slots, long high, long low) {
        // The id is already a hash: scale it to the table's range.
        int slot = (int) Math.unsignedMultiplyHigh(high, capacity(slots)) * SLOT_LONGS;
        while (slots[slot + TIME] != 0 && (slots[slot] != high || slots[slot + LOW] != low)) {
            slot = slot + SLOT_LONGS == slots.length ? 0 : slot + SLOT_LONGS;
        }
        return slot;
    }

    private static int capacity(long[] slots) {
        return slots.length / SLOT_LONGS;
    }

    /** Keeps 0 reserved for free slots. */
    private static long time(long millis) {
        return Math.max(1, millis);
    }
}
