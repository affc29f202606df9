package io.watchllm.pricing;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchllm.pricing.PriceFile.Skipped;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Token prices of one entry of LiteLLM's list. {@code input_cost_per_token_above_200k_tokens} applies to calls with
 * more than 200,000 input tokens, {@code …_priority} to that service tier; a tier inherits missing prices from the next
 * more general one.
 *
 * @param prices by tier; empty when there is a problem
 * @param problem why the entry can't be used, or null
 */
record LiteLlmModel(Map<Tier, UnitPrices> prices, @Nullable Skipped problem) {

    private static final Pattern FIELD = Pattern.compile(
            "(input_cost_per_token|output_cost_per_token|cache_read_input_token_cost|cache_creation_input_token_cost_above_1hr|cache_creation_input_token_cost|output_cost_per_reasoning_token)(?:_above_(\\d{1,6})k_tokens)?(?:_(flex|priority|batches))?");

    private static final int THOUSAND = 1_000;

    /** Fields that a tier may have, by their names in the standard tier. */
    private enum Part {
        INPUT("input_cost_per_token"),
        OUTPUT("output_cost_per_token"),
        CACHE_READ("cache_read_input_token_cost"),
        CACHE_WRITE("cache_creation_input_token_cost"),
        CACHE_WRITE_1H("cache_creation_input_token_cost_above_1hr"),
        REASONING("output_cost_per_reasoning_token");

        private final String field;

        Part(String field) {
            this.field = field;
        }

        static Part of(String field) {
            for (var part : values()) {
                if (part.field.equals(field)) {
                    return part;
                }
            }
            throw new IllegalArgumentException("no part is called " + field);
        }
    }

    /** Service tier and size that a price applies to. */
    record Tier(String serviceTier, int minInputTokens) implements Comparable<Tier> {
        private static final Tier PLAIN = new Tier(ServiceTiers.STANDARD, 0);
        private static final Comparator<Tier> ORDER =
                Comparator.comparing(Tier::serviceTier).thenComparingInt(Tier::minInputTokens);

        @Override
        public int compareTo(Tier other) {
            return ORDER.compare(this, other);
        }
    }

    static LiteLlmModel of(JsonNode properties) {
        var tiers = new HashMap<Tier, Map<Part, BigDecimal>>();
        try {
            for (var field : properties.properties()) {
                var match = FIELD.matcher(field.getKey());
                if (match.matches()) {
                    int bound = match.group(2) == null ? 0 : Integer.parseInt(match.group(2)) * THOUSAND + 1;
                    var service = match.group(3) == null ? "" : ServiceTiers.canonical(match.group(3));
                    put(tiers, new Tier(service, bound), Part.of(match.group(1)), field.getValue());
                }
            }
            addTieredPricing(tiers, properties.path("tiered_pricing"));
            addCacheHit(tiers, properties.path("input_cost_per_token_cache_hit"));
            return of(tiers, properties);
        } catch (IllegalArgumentException broken) {
            return new LiteLlmModel(Map.of(), Skipped.BROKEN);
        }
    }

    private static LiteLlmModel of(Map<Tier, Map<Part, BigDecimal>> tiers, JsonNode properties) {
        var plain = tiers.getOrDefault(Tier.PLAIN, Map.of());
        boolean input = plain.containsKey(Part.INPUT);
        if (!input || !plain.containsKey(Part.OUTPUT)) {
            boolean none = !input && !plain.containsKey(Part.OUTPUT);
            return new LiteLlmModel(Map.of(), none ? Skipped.NO_TOKEN_PRICES : Skipped.HALF_A_PRICE);
        }
        boolean free = tiers.values().stream()
                .allMatch(parts -> parts.values().stream().allMatch(price -> price.signum() == 0));
        if (free && costsOtherwise(properties)) {
            return new LiteLlmModel(Map.of(), Skipped.PAID_OTHERWISE);
        }
        var prices = new LinkedHashMap<Tier, UnitPrices>();
        tiers.forEach((tier, own) -> prices.put(tier, prices(tiers, tier)));
        return new LiteLlmModel(prices, null);
    }

    private static boolean costsOtherwise(JsonNode properties) {
        return properties.properties().stream()
                .anyMatch(field -> field.getKey().contains("_cost")
                        && field.getValue().isNumber()
                        && field.getValue().decimalValue().signum() > 0);
    }

    /** For some models the list has ranges of input tokens, with an exclusive lower end, instead of fields. */
    private static void addTieredPricing(Map<Tier, Map<Part, BigDecimal>> tiers, JsonNode ranges) {
        for (var range : ranges) {
            var low = range.path("range").path(0);
            if (!low.isNumber()) {
                continue;
            }
            int above = low.decimalValue().intValueExact();
            var tier = new Tier(ServiceTiers.STANDARD, above == 0 ? 0 : above + 1);
            for (var part : Part.values()) {
                if (range.has(part.field)) {
                    put(tiers, tier, part, range.path(part.field));
                }
            }
        }
    }

    /** An older name for the price of a token read from a cache. */
    private static void addCacheHit(Map<Tier, Map<Part, BigDecimal>> tiers, JsonNode price) {
        if (price.isNumber() && !tiers.getOrDefault(Tier.PLAIN, Map.of()).containsKey(Part.CACHE_READ)) {
            put(tiers, Tier.PLAIN, Part.CACHE_READ, price);
        }
    }

    private static void put(Map<Tier, Map<Part, BigDecimal>> tiers, Tier tier, Part part, JsonNode value) {
        if (value.isNull()) {
            return;
        }
        if (!value.isNumber()) {
            throw new IllegalArgumentException(part.field + " is " + value + "; expected a number");
        }
        tiers.computeIfAbsent(tier, each -> new EnumMap<>(Part.class)).put(part, value.decimalValue());
    }

    private static UnitPrices prices(Map<Tier, Map<Part, BigDecimal>> tiers, Tier tier) {
        return new UnitPrices(
                required(tiers, tier, Part.INPUT),
                required(tiers, tier, Part.OUTPUT),
                price(tiers, tier, Part.CACHE_READ),
                price(tiers, tier, Part.CACHE_WRITE),
                write1h(tiers, tier),
                reasoning(tiers, tier));
    }

    /**
     * Where the standard tier bills reasoning as output, every tier does: a tier's output has its own price, which an
     * inherited reasoning price would not match.
     */
    private static @Nullable BigDecimal reasoning(Map<Tier, Map<Part, BigDecimal>> tiers, Tier tier) {
        var own = tiers.getOrDefault(tier, Map.of());
        var plain = tiers.getOrDefault(Tier.PLAIN, Map.of());
        var reasoning = plain.get(Part.REASONING);
        var output = plain.get(Part.OUTPUT);
        boolean asOutput = reasoning != null && output != null && reasoning.compareTo(output) == 0;
        return !own.containsKey(Part.REASONING) && asOutput ? null : price(tiers, tier, Part.REASONING);
    }

    /**
     * A tier with its own price for cache writes must have its own for one-hour writes, or has none: the standard one
     * is too low.
     */
    private static @Nullable BigDecimal write1h(Map<Tier, Map<Part, BigDecimal>> tiers, Tier tier) {
        var own = tiers.getOrDefault(tier, Map.of());
        return own.containsKey(Part.CACHE_WRITE)
                ? own.get(Part.CACHE_WRITE_1H)
                : price(tiers, tier, Part.CACHE_WRITE_1H);
    }

    private static BigDecimal required(Map<Tier, Map<Part, BigDecimal>> tiers, Tier tier, Part part) {
        var price = price(tiers, tier, part);
        if (price == null) {
            throw new IllegalArgumentException("there is no " + part.field);
        }
        return price;
    }

    /**
     * The tier's own price, or the inherited one: of the same size, then of the same service tier, then the standard
     * one.
     */
    private static @Nullable BigDecimal price(Map<Tier, Map<Part, BigDecimal>> tiers, Tier tier, Part part) {
        for (var from : new Tier[] {
            tier, new Tier(ServiceTiers.STANDARD, tier.minInputTokens()), new Tier(tier.serviceTier(), 0), Tier.PLAIN
        }) {
            var price = tiers.getOrDefault(from, Map.of()).get(part);
            if (price != null) {
                return price;
            }
        }
        return null;
    }
}
