package io.watchllm.processor.core.alert.state;

import io.watchllm.processor.core.alert.model.FixedPoint;
import java.util.List;

/**
 * The shares of a budget at which an alert is due: those that the rule lists, then each further 100 percent.
 *
 * @param limit 100 percent, in billionths of USD; more than 0
 * @param percents shares that the rule lists, rising, at least one
 */
record BudgetShares(long limit, List<Integer> percents) {

    private static final int WHOLE = 100;

    /**
     * The highest share that this total has reached, in percent; 0 when it has reached none. Takes the same time
     * however far the total is above the limit.
     *
     * @param total in billionths of USD; {@link Long#MAX_VALUE} when it is larger than that
     */
    long reached(long total) {
        // Cut, so that the percent is a number even where a budget of a billionth is spent a billion billion times.
        long wholes = Math.min(total / limit, Long.MAX_VALUE / WHOLE);
        if (wholes > percents.getLast() / WHOLE) {
            return wholes * WHOLE;
        }
        for (int index = percents.size() - 1; index >= 0; index--) {
            long amount = amount(percents.get(index));
            // Of a total that is beyond all numbers nobody knows how far.
            if (total >= amount && amount < Long.MAX_VALUE) {
                return percents.get(index);
            }
        }
        return 0;
    }

    /** What a share amounts to, in billionths of USD, rounded down; {@link Long#MAX_VALUE} when it is larger. */
    long amount(long percent) {
        long part = limit / WHOLE;
        long rest = limit % WHOLE;
        return FixedPoint.plus(
                part > Long.MAX_VALUE / percent ? Long.MAX_VALUE : part * percent,
                rest > Long.MAX_VALUE / percent ? Long.MAX_VALUE : rest * percent / WHOLE);
    }
}
