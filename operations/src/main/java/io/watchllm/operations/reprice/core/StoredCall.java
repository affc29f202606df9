package io.watchllm.operations.reprice.core;

import io.watchllm.events.PromptCall;
import io.watchllm.pricing.RowPrice;
import java.time.Instant;
import java.util.Set;

/**
 * A stored prompt call.
 *
 * @param key its row
 * @param group dimensions by which rollups group it
 * @param call data that its price depends on
 * @param price its stored price
 * @param complete false when the row lacks the model or the tokens
 */
public record StoredCall(Key key, Group group, PromptCall call, RowPrice price, boolean complete) {

    /** Flags of rows whose data was truncated, so that the stream priced the call by more than the row has. */
    private static final Set<String> CUT =
            Set.of("provider_truncated", "model_truncated", "response_metadata_truncated");

    /**
     * Key of a row of a project in {@code events}, in the order of the table. Two rows have the same key only when one
     * was inserted twice by hand.
     *
     * @param runId run of the call
     * @param timestamp when the call happened, in whole milliseconds
     * @param eventId id of the call
     * @param partition partition of the row's record; -1 for a row that was inserted by hand
     * @param offset offset of the row's record; -1 for a row that was inserted by hand
     */
    public record Key(String runId, Instant timestamp, String eventId, int partition, long offset) {}

    /**
     * Dimensions by which rollups group a call, besides project and time; empty where the row has none.
     *
     * @param env environment
     * @param provider provider that served the model
     * @param model name of the model
     * @param status how the call ended
     */
    public record Group(String env, String provider, String model, String status) {}

    /** Whether the row has everything that the stream priced the call by. */
    public boolean priceable() {
        return complete && price.flags().stream().noneMatch(CUT::contains);
    }
}
