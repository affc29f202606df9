package io.watchllm.pricing;

import io.watchllm.rows.CostSource;
import io.watchllm.validation.Flag;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cost of a call.
 *
 * @param costUsd the cost, or null when it is unknown
 * @param source where it comes from
 * @param priceVersion version of the price list, if it comes from one
 * @param tokensInput input tokens, as in the row
 * @param flags quality flags of the column {@code flags}
 */
public record Pricing(
        @Nullable BigDecimal costUsd,
        CostSource source,
        @Nullable String priceVersion,
        int tokensInput,
        List<String> flags) {

    /** Cached tokens were reported separately from the input and have been added to it. */
    public static final String USAGE_NORMALISED = Flag.USAGE_NORMALISED.word();

    /** A part of the tokens exceeds its whole; the negative remainder counts as 0. */
    public static final String USAGE_INCONSISTENT = Flag.USAGE_INCONSISTENT.word();

    /** The list lacks a required price, and another one was used. */
    public static final String PRICE_FALLBACK = Flag.PRICE_FALLBACK.word();

    /** The price is that of the model family. */
    public static final String PRICE_FAMILY = Flag.PRICE_FAMILY.word();

    /** The cost exceeds the column's range and is therefore unknown. */
    public static final String COST_OUT_OF_RANGE = Flag.COST_OUT_OF_RANGE.word();
}
