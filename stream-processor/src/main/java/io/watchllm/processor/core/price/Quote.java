package io.watchllm.processor.core.price;

import io.watchllm.processor.core.price.CostFormula.Line;
import io.watchllm.processor.core.price.ModelPrices.Selection;
import io.watchllm.processor.core.price.PriceList.Attempt;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A price that the list has for a call, and how it came about.
 *
 * @param attempt the step that found the model
 * @param selection the row that holds
 * @param lines the sum, line by line
 * @param costUsd what they come to; null when that is more than the column holds
 */
public record Quote(
        Attempt attempt,
        Selection selection,
        List<Line> lines,
        @Nullable BigDecimal costUsd) {

    /** Whether a price that the list lacks was needed. */
    public boolean fallback() {
        return selection.fallback() || lines.stream().anyMatch(Line::fallback);
    }

    /** Whether it is the price of a family. */
    public boolean family() {
        return attempt.step() == Step.FAMILY;
    }
}
