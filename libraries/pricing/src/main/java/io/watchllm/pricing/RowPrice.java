package io.watchllm.pricing;

import io.watchllm.rows.CostSource;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Price columns of a stored call: those that pricing fills and that do not depend on the call alone.
 *
 * @param costUsd the cost, or null when it is unknown
 * @param source where it comes from; null in a row that was inserted by hand without it
 * @param version version of the price list, if it comes from one
 * @param flags the whole column, including flags not set by pricing
 */
public record RowPrice(
        @Nullable BigDecimal costUsd,
        @Nullable CostSource source,
        @Nullable String version,
        List<String> flags) {

    public RowPrice {
        costUsd = costUsd == null ? null : costUsd.setScale(CostFormula.SCALE);
        flags = List.copyOf(flags);
    }

    /** The cost reported with the call, which no list can restore; null when there is none. */
    public @Nullable BigDecimal givenUsd() {
        return source == CostSource.price_table || source == CostSource.unpriced ? null : costUsd;
    }
}
