package io.watchllm.processor.core.price;

import java.util.Comparator;

/**
 * What a price is for.
 *
 * @param provider who serves the model, by its canonical name; empty for any
 * @param model name of the model; with {@code *} in it, the pattern of a family
 * @param serviceTier such as flex, priority or batch; empty for the standard one
 * @param minInputTokens input tokens of a call from which the price holds
 */
public record PriceKey(String provider, String model, String serviceTier, int minInputTokens) {

    /** Alphabetically, then by size. */
    public static final Comparator<PriceKey> ORDER = Comparator.comparing(PriceKey::provider)
            .thenComparing(PriceKey::model)
            .thenComparing(PriceKey::serviceTier)
            .thenComparingInt(PriceKey::minInputTokens);

    /** @throws IllegalArgumentException when there is no model, or the bound is negative */
    public PriceKey {
        if (model.isBlank()) {
            throw new IllegalArgumentException("the price has no model; right would be its name");
        }
        if (minInputTokens < 0) {
            throw new IllegalArgumentException(
                    "tier_min_input_tokens is " + minInputTokens + "; right would be 0 or more");
        }
        provider = Providers.canonical(provider);
        serviceTier = ServiceTiers.canonical(serviceTier);
    }

    /** Whether the other one is for the same model of the same provider. */
    boolean sameModel(PriceKey other) {
        return provider.equals(other.provider) && model.equals(other.model);
    }

    /** Whether this is the price of a family, and not of one model. */
    boolean isFamily() {
        return model.indexOf('*') >= 0;
    }
}
