package io.watchllm.processor.core.price;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What one token costs, in USD. Equal prices are equal, however many zeros they were written with; what is finer than
 * 10⁻¹⁸ USD is rounded half to even, since the topic holds no more.
 *
 * @param input for a token sent, neither read from nor written to a cache
 * @param output for a token received
 * @param cacheRead for a token read from a cache, if the list says
 * @param cacheWrite for a token written to a cache, if the list says
 * @param cacheWrite1h for a token written to a cache for an hour, if the list says
 * @param reasoning for a reasoning token, if it costs other than output
 */
public record UnitPrices(
        BigDecimal input,
        BigDecimal output,
        @Nullable BigDecimal cacheRead,
        @Nullable BigDecimal cacheWrite,
        @Nullable BigDecimal cacheWrite1h,
        @Nullable BigDecimal reasoning) {

    /** Digits behind the point that the topic holds. */
    public static final int SCALE = 18;

    /** Prices above this are taken for an error of the list, and told to whoever loads it. */
    private static final BigDecimal PLAUSIBLE_MAX = new BigDecimal("0.01");

    /** @throws IllegalArgumentException when a price is negative */
    public UnitPrices {
        input = exact("input", input);
        output = exact("output", output);
        cacheRead = exactIfAny("cache_read", cacheRead);
        cacheWrite = exactIfAny("cache_write", cacheWrite);
        cacheWrite1h = exactIfAny("cache_write_1h", cacheWrite1h);
        reasoning = exactIfAny("reasoning", reasoning);
    }

    /** Whether no token costs more than a cent; the dearest models cost a twentieth of that. */
    public boolean plausible() {
        return input.compareTo(PLAUSIBLE_MAX) <= 0 && output.compareTo(PLAUSIBLE_MAX) <= 0;
    }

    private static @Nullable BigDecimal exactIfAny(String what, @Nullable BigDecimal price) {
        return price == null ? null : exact(what, price);
    }

    private static BigDecimal exact(String what, BigDecimal price) {
        if (price.signum() < 0) {
            throw new IllegalArgumentException(
                    "the " + what + " price is " + price + " USD a token; right would be 0 or more");
        }
        var kept = price.scale() > SCALE ? price.setScale(SCALE, RoundingMode.HALF_EVEN) : price;
        var shortest = kept.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
}
