package io.watchllm.processor.core.price;

import io.watchllm.processor.core.price.CostFormula.Line;
import io.watchllm.processor.core.price.ModelPrices.Selection;
import io.watchllm.processor.core.price.PriceList.Attempt;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list price for a call, and how it was derived.
 *
 * @param attempt the lookup that found the model
 * @param selection the row that applies
 * @param lines the lines of the sum
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
