package io.watchllm.alerting.evaluation;

import io.watchllm.alerting.model.FixedPoint;
import java.util.List;

/**
 * Shares of a budget at which an alert is due: those listed by the rule, then each further 100 percent.
 *
 * @param limit 100 percent, in billionths of USD; more than 0
 * @param percents shares listed by the rule, ascending, at least one
 */
record BudgetShares(long limit, List<Integer> percents) {

    private static final int WHOLE = 100;

    /**
     * The highest share that this total has reached, in percent; 0 for none. Takes constant time however far the total
     * exceeds the limit.
     *
     * @param total in billionths of USD; {@link Long#MAX_VALUE} if larger
     */
    long reached(long total) {
        // Capped so that the percentage doesn't overflow, even if a budget of a billionth is exceeded a billion billion
        // times.
        long wholes = Math.min(total / limit, Long.MAX_VALUE / WHOLE);
        if (wholes > percents.getLast() / WHOLE) {
            return wholes * WHOLE;
        }
        for (int index = percents.size() - 1; index >= 0; index--) {
            long amount = amount(percents.get(index));
            // A saturated amount can't be compared: a saturated total may be below or above it.
            if (total >= amount && amount < Long.MAX_VALUE) {
                return percents.get(index);
            }
        }
        return 0;
    }

    /** Amount of a share in billionths of USD, rounded down; {@link Long#MAX_VALUE} if larger. */
    long amount(long percent) {
        long part = limit / WHOLE;
        long rest = limit % WHOLE;
        return FixedPoint.plus(
                part > Long.MAX_VALUE / percent ? Long.MAX_VALUE : part * percent,
                rest > Long.MAX_VALUE / percent ? Long.MAX_VALUE : rest * percent / WHOLE);
    }
}
