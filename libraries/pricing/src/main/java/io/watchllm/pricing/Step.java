package io.watchllm.pricing;

import java.util.Locale;

/** Steps of the lookup chain for a model's prices, in order; if the last step finds nothing, the call is unpriced. */
public enum Step {
    /** Provider and model unchanged. */
    EXACT,
    /** In lower case. */
    LOWER_CASE,
    /** Hyphens for dots: 2.5 and 2-5. */
    DOTS_AS_HYPHENS,
    /** Without -YYYYMMDD, @date, :suffix. */
    WITHOUT_DATE,
    /** Without what precedes a slash, and without Bedrock's region and maker. */
    WITHOUT_PREFIX,
    /** The price of a model family whose pattern matches the name. */
    FAMILY;

    /** Name for display, such as {@code dots as hyphens}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
