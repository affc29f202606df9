package io.watchllm.processor.core.price;

import java.util.Locale;

/** The chain by which the prices of a model are found, in its order; behind the last step the call is unpriced. */
public enum Step {
    /** Provider and model as they are. */
    EXACT,
    /** In lower case. */
    LOWER_CASE,
    /** Hyphens for dots: 2.5 and 2-5. */
    DOTS_AS_HYPHENS,
    /** Without -YYYYMMDD, @date, :suffix. */
    WITHOUT_DATE,
    /** Without what stands before a slash, and without Bedrock's region and maker. */
    WITHOUT_PREFIX,
    /** The price of a family, whose pattern the name fits. */
    FAMILY;

    /** As a person reads it, such as {@code dots as hyphens}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
