package io.watchllm.operations.reprice.core;

import io.watchllm.events.PromptCall;
import io.watchllm.pricing.RowPrice;
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
public record StoredCall(RowKey key, Group group, PromptCall call, RowPrice price, boolean complete) {

    /** Flags of rows whose data was truncated, so that the stream priced the call by more than the row has. */
    private static final Set<String> CUT =
            Set.of("provider_truncated", "model_truncated", "response_metadata_truncated");

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
