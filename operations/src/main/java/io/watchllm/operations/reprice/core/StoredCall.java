package io.watchllm.operations.reprice.core;

import io.watchllm.events.PromptCall;
import io.watchllm.processor.core.price.RowPrice;
import java.util.Set;

/**
 * A prompt call as its row has it.
 *
 * @param key its row
 * @param group what the rollups tell it apart by
 * @param call what its price depends on
 * @param price what the row says of its price
 * @param complete false when the row lacks the model or the tokens
 */
public record StoredCall(RowKey key, Group group, PromptCall call, RowPrice price, boolean complete) {

    /** The row has less of these than the stream priced by. */
    private static final Set<String> CUT =
            Set.of("provider_truncated", "model_truncated", "response_metadata_truncated");

    /**
     * What the rollups tell a call apart by, besides project and time; empty where the row says nothing.
     *
     * @param env environment
     * @param provider who served the model
     * @param model name of the model
     * @param status how the call ended
     */
    public record Group(String env, String provider, String model, String status) {}

    /** Whether the row has all that the stream priced the call by. */
    public boolean priceable() {
        return complete && price.flags().stream().noneMatch(CUT::contains);
    }
}
