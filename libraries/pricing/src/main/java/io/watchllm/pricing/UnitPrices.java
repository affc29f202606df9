package io.watchllm.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Prices of one token, in USD. Equality ignores trailing zeros; anything finer than 10⁻¹⁸ USD is rounded half to even,
 * because the topic stores no more.
 *
 * @param input for an input token neither read from nor written to a cache
 * @param output for an output token
 * @param cacheRead for a token read from a cache, if the list says
 * @param cacheWrite for a token written to a cache, if the list says
 * @param cacheWrite1h for a token written to a one-hour cache, if the list says
 * @param reasoning for a reasoning token, if it differs from output
 */
public record UnitPrices(
        BigDecimal input,
        BigDecimal output,
        @Nullable BigDecimal cacheRead,
        @Nullable BigDecimal cacheWrite,
        @Nullable BigDecimal cacheWrite1h,
        @Nullable BigDecimal reasoning) {

    /** Decimals stored by the topic. */
    public static final int SCALE = 18;

    /** Prices above this are treated as errors of the list and reported to the user who loads it. */
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

    /** Whether no token costs more than a cent; the most expensive models cost a twentieth of that. */
    public boolean plausible() {
        return input.compareTo(PLAUSIBLE_MAX) <= 0 && output.compareTo(PLAUSIBLE_MAX) <= 0;
    }

    private static @Nullable BigDecimal exactIfAny(String what, @Nullable BigDecimal price) {
        return price == null ? null : exact(what, price);
    }

    private static BigDecimal exact(String what, BigDecimal price) {
        if (price.signum() < 0) {
            throw new IllegalArgumentException(
                    "the " + what + " price is " + price + " USD a token; expected 0 or more");
        }
        var kept = price.scale() > SCALE ? price.setScale(SCALE, RoundingMode.HALF_EVEN) : price;
        var shortest = kept.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
}
