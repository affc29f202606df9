package io.watchllm.processor.core;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The events of one partition that were accepted lately: exact within the window, bounded in number. A table with open
 * addressing and linear probing, 32 bytes a slot, since the ids are many and objects are dear. For one thread; the
 * counts may be read by any.
 *
 * <p>Time is that of arrival, given from outside: it never comes from the events, of which one with a wrong clock would
 * make all others forgotten.
 */
public final class SeenIds {

    private static final int SLOT_LONGS = 4;
    private static final int LOW = 1;
    private static final int CONTENT = 2;
    private static final int TIME = 3;

    private static final int SLOTS_MIN = 1 << 10;
    /** A fuller table is probed too long; an emptier one wastes memory. */
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
     * When an event was first accepted, and what it said.
     *
     * @param content its {@link ContentFingerprint}
     * @param atMillis arrival
     */
    public record Sighting(long content, long atMillis) {}

    /**
     * Nothing seen yet.
     *
     * @param window how long an id is remembered
     * @param idsMax most ids that are held; when more arrive within the window, the oldest are forgotten early
     */
    public SeenIds(Duration window, int idsMax) {
        windowMillis = window.toMillis();
        this.idsMax = idsMax;
    }

    /** The sighting of this id within the window before {@code atMillis}, or null. */
    public @Nullable Sighting find(EventId id, long atMillis) {
        var table = slots;
        int slot = slot(table, id.high(), id.low());
        long seen = table[slot + TIME];
        return seen == 0 || time(atMillis) - seen > windowMillis ? null : new Sighting(table[slot + CONTENT], seen);
    }

    /** Remembers the id; what was known of it is replaced. */
    public void put(EventId id, Sighting sighting) {
        long at = time(sighting.atMillis());
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
        table[slot + CONTENT] = sighting.content();
        table[slot + TIME] = at;
    }

    /** Ids that are held; some of them may be older than the window, which shows when they are looked for. */
    public int size() {
        return used;
    }

    /** Memory that the table takes, in bytes; for a moment twice that, while it grows. */
    public long bytes() {
        return (long) slots.length * Long.BYTES;
    }

    /** The latest arrival that was put, in milliseconds since 1970; 0 before the first. */
    public long newestMillis() {
        return newestMillis;
    }

    /** Ids that were forgotten before their window was over, because there were too many. */
    public long forgottenEarly() {
        return forgottenEarly;
    }

    /** Drops what is older than the window, and gives the rest the room that it needs; answers how many are left. */
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

    /** Where the id is, or the free slot where it would be: there always is one. */
    private static int slot(long[] slots, long high, long low) {
        // The id is a hash already: its place is its share of the whole range.
        int slot = (int) Math.unsignedMultiplyHigh(high, capacity(slots)) * SLOT_LONGS;
        while (slots[slot + TIME] != 0 && (slots[slot] != high || slots[slot + LOW] != low)) {
            slot = slot + SLOT_LONGS == slots.length ? 0 : slot + SLOT_LONGS;
        }
        return slot;
    }

    private static int capacity(long[] slots) {
        return slots.length / SLOT_LONGS;
    }

    /** 0 marks a free slot. */
    private static long time(long millis) {
        return Math.max(1, millis);
    }
}
