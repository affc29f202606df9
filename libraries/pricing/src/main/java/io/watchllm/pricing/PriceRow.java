package io.watchllm.pricing;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** One price and its period of validity. */
public record PriceRow(PriceKey key, UnitPrices prices, Period period, Origin origin) {

    /** By key, then by period. */
    public static final Comparator<PriceRow> ORDER = Comparator.comparing(PriceRow::key, PriceKey.ORDER)
            .thenComparing(row -> row.period().from());

    /**
     * A period of time.
     *
     * @param from start, inclusive
     * @param to end, exclusive; absent when it is open
     */
    public record Period(Instant from, @Nullable Instant to) {

        /** @throws IllegalArgumentException when it ends before it begins */
        public Period {
            if (to != null && !to.isAfter(from)) {
                throw new IllegalArgumentException(
                        "effective_to is " + to + "; expected a time after effective_from, " + from);
            }
        }

        /** Whether the period contains a time. */
        public boolean contains(Instant time) {
            return !time.isBefore(from) && (to == null || time.isBefore(to));
        }
    }

    /** Where a price comes from. */
    public record Origin(String version, String source) {}
}
