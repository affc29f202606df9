package io.watchllm.pricing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * Details of a call that affect its price and have no event field: they are in the metadata of the response.
 *
 * @param serviceTier canonical name; empty for the standard tier
 * @param cacheWrite1h tokens written to a one-hour cache
 */
public record CallDetails(String serviceTier, int cacheWrite1h) {

    /** No details. */
    public static final CallDetails NONE = new CallDetails(ServiceTiers.STANDARD, 0);

    private static final String SERVICE_TIER = "service_tier";
    private static final String WRITE_1H = "tokens_cache_write_1h";
    /** Anthropic's form: cache_creation.ephemeral_1h_input_tokens, possibly within usage. */
    private static final String ANTHROPIC_OBJECT = "cache_creation";

    private static final String ANTHROPIC_WRITE_1H = "ephemeral_1h_input_tokens";

    private static final ObjectReader READER = JsonMapper.builder().build().reader();

    /** Reads the metadata; parses it only when it contains one of the names. */
    public static CallDetails of(@Nullable String metadata) {
        if (metadata == null
                || !(metadata.contains(SERVICE_TIER)
                        || metadata.contains(WRITE_1H)
                        || metadata.contains(ANTHROPIC_WRITE_1H))) {
            return NONE;
        }
        try {
            var root = READER.readTree(metadata);
            var tier = root.path(SERVICE_TIER);
            return new CallDetails(
                    tier.isTextual() ? ServiceTiers.canonical(tier.textValue()) : ServiceTiers.STANDARD, write1h(root));
        } catch (JsonProcessingException | NumberFormatException notJson) {
            // Free text is allowed there and has no details.
            return NONE;
        }
    }

    private static int write1h(JsonNode root) {
        var own = root.path(WRITE_1H);
        if (isCount(own)) {
            return own.intValue();
        }
        var theirs = root.path(ANTHROPIC_OBJECT).path(ANTHROPIC_WRITE_1H);
        if (isCount(theirs)) {
            return theirs.intValue();
        }
        var within = root.path("usage").path(ANTHROPIC_OBJECT).path(ANTHROPIC_WRITE_1H);
        return isCount(within) ? within.intValue() : 0;
    }

    private static boolean isCount(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= 0;
    }
}
