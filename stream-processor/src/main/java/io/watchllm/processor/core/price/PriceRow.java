package io.watchllm.processor.core.price;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One price, for a time.
 *
 * @param key what it is for
 * @param prices what a token costs
 * @param period when it holds
 * @param origin where it comes from
 */
public record PriceRow(PriceKey key, UnitPrices prices, Period period, Origin origin) {

    /** By what they are for, then by when. */
    public static final Comparator<PriceRow> ORDER = Comparator.comparing(PriceRow::key, PriceKey.ORDER)
            .thenComparing(row -> row.period().from());

    /**
     * A stretch of time.
     *
     * @param from first moment in it
     * @param to first moment behind it; absent when it has no end yet
     */
    public record Period(Instant from, @Nullable Instant to) {

        /** @throws IllegalArgumentException when it ends before it begins */
        public Period {
            if (to != null && !to.isAfter(from)) {
                throw new IllegalArgumentException(
                        "effective_to is " + to + "; right would be a time after effective_from, " + from);
            }
        }

        /** Whether the moment is in it. */
        public boolean contains(Instant time) {
            return !time.isBefore(from) && (to == null || time.isBefore(to));
        }
    }

    /**
     * Where a price comes from.
     *
     * @param version version of the list
     * @param source the list itself
     */
    public record Origin(String version, String source) {}
}
