package io.watchllm.schemas;

/**
 * Limit of the work for reading one record, whatever its schema says. A schema can nest zero-byte records so that five
 * bytes encode 2^40 values, and can count items of zero bytes; the budget is proportional to the record's size. It
 * counts values of any type, including records and unions, and the items of arrays and maps. For one record; not
 * thread-safe.
 */
public final class ReadBudget {

    /** Values allowed per byte of a record: enough for a union of a record of a union. */
    public static final int VALUES_PER_BYTE = 8;

    /** Values allowed in addition: even a record without bytes may have a wide schema. */
    public static final int VALUES_MIN = 10_000;

    private final int bytes;
    private final long valuesMax;
    private long values;
    private long items;

    private ReadBudget(int bytes, long valuesMax) {
        this.bytes = bytes;
        this.valuesMax = valuesMax;
    }

    /** The budget of a record of this many bytes. */
    public static ReadBudget of(int bytes) {
        return new ReadBudget(bytes, (long) VALUES_PER_BYTE * bytes + VALUES_MIN);
    }

    /** The same, for a reader that allocates an object per value and must not create more than {@code valuesMax}. */
    public static ReadBudget of(int bytes, int valuesMax) {
        return new ReadBudget(bytes, Math.min(valuesMax, (long) VALUES_PER_BYTE * bytes + VALUES_MIN));
    }

    /** Counts a value; false when the budget is exceeded. */
    public boolean takesValue() {
        values++;
        return values <= valuesMax;
    }

    /** Counts the items of a block, 0 or more; false when the record's blocks have more items than it has bytes. */
    public boolean takesItems(long count) {
        items += count;
        return count <= bytes && items <= bytes;
    }

    /** Number of values counted so far. */
    public long values() {
        return values;
    }

    /** What exceeded the budget, after {@link #takesValue} or {@link #takesItems} returned false. */
    public String found() {
        return items > bytes
                ? "%d items or more in %d bytes".formatted(items, bytes)
                : "more than %d values in %d bytes".formatted(valuesMax, bytes);
    }

    /** The expected value, for messages. */
    public String expected() {
        return items > bytes ? "a byte or more for each item" : "at most %d values".formatted(valuesMax);
    }
}
