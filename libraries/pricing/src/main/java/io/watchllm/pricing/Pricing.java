package io.watchllm.pricing;

import io.watchllm.rows.CostSource;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cost of a call.
 *
 * @param costUsd the cost, or null when it is unknown
 * @param priceVersion version of the price list, if it comes from one
 * @param tokensInput input tokens, as in the row
 * @param flags quality flags of the column {@code flags}
 */
public record Pricing(
        @Nullable BigDecimal costUsd,
        CostSource source,
        @Nullable String priceVersion,
        int tokensInput,
        List<String> flags) {}
