package io.watchllm.pricing;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchllm.pricing.PriceFile.Skipped;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Token prices of one entry of LiteLLM's list. {@code input_cost_per_token_above_200k_tokens} applies to calls with
 * more than 200,000 input tokens, {@code …_priority} to that service tier; a tier inherits missing prices from the next
 * more general one.
 */
final class LiteLlmModel {

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

    private final JsonNode properties;
    private final Map<Tier, Map<Part, BigDecimal>> tiers = new TreeMap<>();

    /** @throws IllegalArgumentException when a price is not a number */
    LiteLlmModel(JsonNode properties) {
        this.properties = properties;
        for (var field : properties.properties()) {
            var match = FIELD.matcher(field.getKey());
            if (match.matches()) {
                int bound = match.group(2) == null ? 0 : Integer.parseInt(match.group(2)) * THOUSAND + 1;
                var service = match.group(3) == null ? "" : ServiceTiers.canonical(match.group(3));
                for (var part : Part.values()) {
                    if (part.field.equals(match.group(1))) {
                        put(new Tier(service, bound), part, field.getValue());
                    }
                }
            }
        }
        addTieredPricing();
        // An older name for the price of a token read from a cache.
        var cacheHit = properties.path("input_cost_per_token_cache_hit");
        if (cacheHit.isNumber() && own(Tier.PLAIN, Part.CACHE_READ) == null) {
            put(Tier.PLAIN, Part.CACHE_READ, cacheHit);
        }
    }

    /** Why the entry can't be used, or null. */
    @Nullable
    Skipped problem() {
        boolean input = own(Tier.PLAIN, Part.INPUT) != null;
        boolean output = own(Tier.PLAIN, Part.OUTPUT) != null;
        if (!input || !output) {
            return input || output ? Skipped.HALF_A_PRICE : Skipped.NO_TOKEN_PRICES;
        }
        boolean free = tiers.values().stream()
                .allMatch(parts -> parts.values().stream().allMatch(price -> price.signum() == 0));
        return free && costsOtherwise() ? Skipped.PAID_OTHERWISE : null;
    }

    /**
     * Prices by tier, in order.
     *
     * @throws IllegalArgumentException when one is missing or negative
     */
    Map<Tier, UnitPrices> prices() {
        var prices = new LinkedHashMap<Tier, UnitPrices>();
        for (var tier : tiers.keySet()) {
            prices.put(
                    tier,
                    new UnitPrices(
                            required(tier, Part.INPUT),
                            required(tier, Part.OUTPUT),
                            price(tier, Part.CACHE_READ),
                            price(tier, Part.CACHE_WRITE),
                            write1h(tier),
                            reasoning(tier)));
        }
        return prices;
    }

    private boolean costsOtherwise() {
        return properties.properties().stream()
                .anyMatch(field -> field.getKey().contains("_cost")
                        && field.getValue().isNumber()
                        && field.getValue().decimalValue().signum() > 0);
    }

    /** For some models the list has ranges of input tokens, with an exclusive lower end, instead of fields. */
    private void addTieredPricing() {
        for (var range : properties.path("tiered_pricing")) {
            var low = range.path("range").path(0);
            if (!low.isNumber()) {
                continue;
            }
            int above = low.decimalValue().intValueExact();
            var tier = new Tier(ServiceTiers.STANDARD, above == 0 ? 0 : above + 1);
            for (var part : Part.values()) {
                if (range.has(part.field)) {
                    put(tier, part, range.path(part.field));
                }
            }
        }
    }

    private void put(Tier tier, Part part, JsonNode value) {
        if (value.isNull()) {
            return;
        }
        if (!value.isNumber()) {
            throw new IllegalArgumentException(part.field + " is " + value + "; expected a number");
        }
        tiers.computeIfAbsent(tier, each -> new EnumMap<>(Part.class)).put(part, value.decimalValue());
    }

    /** The tier's own price, or null. */
    private @Nullable BigDecimal own(Tier tier, Part part) {
        return tiers.getOrDefault(tier, Map.of()).get(part);
    }

    /**
     * Where the standard tier bills reasoning as output, every tier does: a tier's output has its own price, which an
     * inherited reasoning price would not match.
     */
    private @Nullable BigDecimal reasoning(Tier tier) {
        var reasoning = own(Tier.PLAIN, Part.REASONING);
        var output = own(Tier.PLAIN, Part.OUTPUT);
        boolean asOutput = reasoning != null && output != null && reasoning.compareTo(output) == 0;
        return own(tier, Part.REASONING) == null && asOutput ? null : price(tier, Part.REASONING);
    }

    /**
     * A tier with its own price for cache writes must have its own for one-hour writes, or has none: the standard one
     * is too low.
     */
    private @Nullable BigDecimal write1h(Tier tier) {
        return own(tier, Part.CACHE_WRITE) == null ? price(tier, Part.CACHE_WRITE_1H) : own(tier, Part.CACHE_WRITE_1H);
    }

    private BigDecimal required(Tier tier, Part part) {
        var price = price(tier, part);
        if (price == null) {
            throw new IllegalArgumentException("there is no " + part.field);
        }
        return price;
    }

    /**
     * The tier's own price, or the inherited one: of the same size, then of the same service tier, then the standard
     * one.
     */
    private @Nullable BigDecimal price(Tier tier, Part part) {
        return Stream.of(
                        tier,
                        new Tier(ServiceTiers.STANDARD, tier.minInputTokens()),
                        new Tier(tier.serviceTier(), 0),
                        Tier.PLAIN)
                .flatMap(from -> Stream.ofNullable(own(from, part)))
                .findFirst()
                .orElse(null);
    }
}
