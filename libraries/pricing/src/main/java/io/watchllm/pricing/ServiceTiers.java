package io.watchllm.pricing;

import java.util.Locale;
import java.util.Map;

/** Names of the providers' service tiers. */
final class ServiceTiers {

    /** The default tier. */
    static final String STANDARD = "";

    private static final Map<String, String> NAMES = Map.of(
            "standard", STANDARD,
            "default", STANDARD,
            "auto", STANDARD,
            "on_demand", STANDARD,
            "batches", "batch");

    private ServiceTiers() {}

    /** Canonical name: lower case; empty for the standard tier. */
    static String canonical(String name) {
        if (name.isEmpty()) {
            return STANDARD;
        }
        var lower = name.strip().toLowerCase(Locale.ROOT);
        return NAMES.getOrDefault(lower, lower);
    }
}
