package io.watchllm.schemas;

/**
 * How much work the reading of one record may take, whatever its schema says. A schema can nest records that take no
 * byte so that five bytes hold 2^40 values, and count items that take none; the budget is in proportion to the bytes
 * that are there. It counts values of any type, records and unions included, and the items of arrays and maps. For one
 * record and one thread.
 */
public final class ReadBudget {

    /** Values that each byte of a record may stand for: a union with a record with a union takes no more. */
    public static final int VALUES_PER_BYTE = 8;

    /** Values that a record may have besides: one without bytes may still be of a wide schema. */
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

    /** The same, for a reader that makes an object of each value and must not make more than {@code valuesMax}. */
    public static ReadBudget of(int bytes, int valuesMax) {
        return new ReadBudget(bytes, Math.min(valuesMax, (long) VALUES_PER_BYTE * bytes + VALUES_MIN));
    }

    /** Counts one more value; false when that is one too many. */
    public boolean takesValue() {
        values++;
        return values <= valuesMax;
    }

    /** Counts the items of a block, 0 or more; false when the record's blocks have more items than it has bytes. */
    public boolean takesItems(long count) {
        items += count;
        return count <= bytes && items <= bytes;
    }

    /** Values that were counted so far. */
    public long values() {
        return values;
    }

    /** What is too much when {@link #takesValue} or {@link #takesItems} says no. */
    public String found() {
        return items > bytes
                ? "%d items or more in %d bytes".formatted(items, bytes)
                : "more than %d values in %d bytes".formatted(valuesMax, bytes);
    }

    /** What would be right. */
    public String expected() {
        return items > bytes ? "a byte or more for each item" : "at most %d values".formatted(valuesMax);
    }
}
