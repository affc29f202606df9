package io.watchllm.processor.core.price;

import io.watchllm.rows.CostSource;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a call came to.
 *
 * @param costUsd the cost, or null when it is not known
 * @param source where it comes from
 * @param priceVersion version of the list that the price is from, if it is from one
 * @param tokensInput tokens sent, as the row has them
 * @param flags what is odd, as the words of the column {@code flags}
 */
public record Pricing(
        @Nullable BigDecimal costUsd,
        CostSource source,
        @Nullable String priceVersion,
        int tokensInput,
        List<String> flags) {

    /** Cached tokens were counted beside the input, and are added to it. */
    public static final String USAGE_NORMALISED = "usage_normalised";

    /** A part of the tokens is larger than its whole; what was left of the whole counts as 0. */
    public static final String USAGE_INCONSISTENT = "usage_inconsistent";

    /** The list lacks a price that was needed, and another one stands in. */
    public static final String PRICE_FALLBACK = "price_fallback";

    /** The price is that of the model's family. */
    public static final String PRICE_FAMILY = "price_family";

    /** The cost is more than the column holds, and so not known. */
    public static final String COST_OUT_OF_RANGE = "cost_out_of_range";
}
