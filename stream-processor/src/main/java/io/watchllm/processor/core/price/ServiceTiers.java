package io.watchllm.processor.core.price;

import java.util.Locale;
import java.util.Map;

/** What providers call their service tiers. */
final class ServiceTiers {

    /** The tier that needs no name. */
    static final String STANDARD = "";

    private static final Map<String, String> NAMES = Map.of(
            "standard", STANDARD,
            "default", STANDARD,
            "auto", STANDARD,
            "on_demand", STANDARD,
            "batches", "batch");

    private ServiceTiers() {}

    /** One name for each: lower case; empty for the standard tier. */
    static String canonical(String name) {
        if (name.isEmpty()) {
            return STANDARD;
        }
        var lower = name.strip().toLowerCase(Locale.ROOT);
        return NAMES.getOrDefault(lower, lower);
    }
}
