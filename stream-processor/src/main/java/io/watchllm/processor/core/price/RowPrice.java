package io.watchllm.processor.core.price;

import io.watchllm.rows.CostSource;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the row of a stored call says of its price: the columns that pricing fills and that do not depend on the call
 * alone.
 *
 * @param costUsd the cost, or null when it is not known
 * @param source where it comes from; null in a row that was inserted by hand and does not say
 * @param version version of the price list, if it is from one
 * @param flags the whole column, the words of others too
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

    /** The cost that somebody gave with the call, which no list can bring back; null when there is none. */
    public @Nullable BigDecimal givenUsd() {
        return source == CostSource.price_table || source == CostSource.unpriced ? null : costUsd;
    }
}
