package io.watchllm.operations.reprice.core;

import io.watchllm.processor.core.price.Repricer;
import io.watchllm.processor.core.price.RowPrice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of what a row says of its price.
 *
 * @param call the call, and what its row says now
 * @param after what it is to say
 */
public record Correction(StoredCall call, RowPrice after) {

    /**
     * Prices calls again and counts each.
     *
     * @param calls in the order of their keys
     * @param tally counts what was looked at
     * @return the rows that say something else now
     * @throws IllegalStateException when two rows of one key come to different prices, so that they can't be told apart
     */
    public static List<Correction> among(List<StoredCall> calls, Repricer repricer, RepriceTotals tally) {
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
            tally.add(call, after);
            if (changed) {
                corrections.add(new Correction(call, after));
            }
            last = call;
            lastAfter = after;
        }
        return corrections;
    }
}
