package io.watchllm.pricing;

import io.watchllm.pricing.CostFormula.Line;
import io.watchllm.pricing.ModelPrices.Selection;
import io.watchllm.pricing.PriceList.Attempt;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list price for a call, and how it was derived.
 *
 * @param attempt the lookup that found the model
 * @param selection the row that applies
 * @param costUsd their sum; null when it exceeds the column's range
 */
public record Quote(
        Attempt attempt,
        Selection selection,
        List<Line> lines,
        @Nullable BigDecimal costUsd) {

    /** Whether the list lacked a required price. */
    public boolean fallback() {
        return selection.fallback() || lines.stream().anyMatch(Line::fallback);
    }

    /** Whether it is the price of a model family. */
    public boolean family() {
        return attempt.step() == Step.FAMILY;
    }
}
