package io.watchllm.operations.reprice.core;

import io.watchllm.pricing.Repricer;
import io.watchllm.pricing.RowPrice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Correction of a row's price.
 *
 * @param call the call with its current price
 * @param after the corrected price
 */
public record Correction(StoredCall call, RowPrice after) {

    /**
     * Recomputes the prices of calls and counts each call.
     *
     * @param calls in the order of their keys
     * @param totals counts the calls
     * @return corrections of the rows whose price changes
     * @throws IllegalStateException when two rows with one key get different prices, so that an update can't
     *     distinguish them
     */
    public static List<Correction> among(List<StoredCall> calls, Repricer repricer, RepriceTotals totals) {
        var corrections = new ArrayList<Correction>();
        @Nullable StoredCall last = null;
        @Nullable RowPrice lastAfter = null;
        for (var call : calls) {
            var after = call.priceable()
                    ? repricer.reprice(call.call(), call.key().timestamp(), call.price())
                    : call.price();
            var changed = !after.equals(call.price());
            if (last != null
                    && last.key().equals(call.key())
                    && !after.equals(lastAfter)
                    && (changed || !last.price().equals(lastAfter))) {
                throw new IllegalStateException("two rows of event "
                        + call.key().eventId() + " at "
                        + call.key().timestamp() + " in run " + call.key().runId()
                        + " have the same source and come to different prices, so that they can't be told apart;"
                        + " remove one of them first");
            }
            totals.add(call, after);
            if (changed) {
                corrections.add(new Correction(call, after));
            }
            last = call;
            lastAfter = after;
        }
        return corrections;
    }
}
