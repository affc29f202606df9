package io.watchllm.pricing;

import io.watchllm.pricing.PriceFile.Price;
import io.watchllm.pricing.PriceRow.Origin;
import io.watchllm.strictfile.FileValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Our own format of price files: {@code {"price_version": …, "source": …, "prices": [{"provider", "model",
 * "service_tier", "tier_min_input_tokens", "input_usd", "output_usd", "cache_read_usd", "cache_write_usd",
 * "cache_write_1h_usd", "reasoning_usd", "effective_from", "effective_to"}]}}, with the names of the topic's schema.
 */
final class DatedFile {

    private static final List<String> PRICE_KEYS = List.of(
            "provider",
            "model",
            "service_tier",
            "tier_min_input_tokens",
            "input_usd",
            "output_usd",
            "cache_read_usd",
            "cache_write_usd",
            "cache_write_1h_usd",
            "reasoning_usd",
            "effective_from",
            "effective_to");

    private DatedFile() {}

    static PriceFile read(FileValue root) {
        root.isMapOf(List.of("price_version", "source", "prices"), "an object with price_version, source and prices");
        var origin = new Origin(text(root.get("price_version")), text(root.get("source")));
        var prices = new ArrayList<Price>();
        var seen = new HashSet<List<@Nullable Object>>();
        for (var value : root.get("prices").list()) {
            var price = value.isMapOf(PRICE_KEYS, "an object") ? price(value, origin) : null;
            if (price != null) {
                if (!seen.add(List.of(price.key(), String.valueOf(price.from())))) {
                    value.get("model").invalid("one price for each model, service tier, bound and time");
                }
                prices.add(price);
            }
        }
        return new PriceFile(PriceFile.Form.DATED, origin, List.copyOf(prices), Map.of());
    }

    private static @Nullable Price price(FileValue value, Origin origin) {
        int before = value.faults();
        var provider = textOrEmpty(value.get("provider"));
        var model = text(value.get("model"));
        var tier = textOrEmpty(value.get("service_tier"));
        var bound = value.get("tier_min_input_tokens");
        var minInputTokens = bound.isMissing() ? (Integer) 0 : bound.whole();
        if (minInputTokens == null) {
            bound.invalid("a whole number");
        }
        var input = money(value.get("input_usd"), true);
        var output = money(value.get("output_usd"), true);
        var cacheRead = money(value.get("cache_read_usd"), false);
        var cacheWrite = money(value.get("cache_write_usd"), false);
        var cacheWrite1h = money(value.get("cache_write_1h_usd"), false);
        var reasoning = money(value.get("reasoning_usd"), false);
        var from = time(value.get("effective_from"));
        var to = time(value.get("effective_to"));
        if (value.faults() > before || minInputTokens == null || input == null || output == null) {
            return null;
        }
        try {
            var prices = new UnitPrices(input, output, cacheRead, cacheWrite, cacheWrite1h, reasoning);
            var price = new Price(new PriceKey(provider, model, tier, minInputTokens), prices, from, to, origin);
            // Fails now rather than when it is loaded.
            price.row(Instant.EPOCH);
            return price;
        } catch (IllegalArgumentException problem) {
            value.fault("is no price: " + problem.getMessage());
            return null;
        }
    }

    private static String text(FileValue value) {
        var text = value.text();
        if (text == null || text.isBlank()) {
            value.invalid("a text that is not empty");
            return "";
        }
        return text;
    }

    private static String textOrEmpty(FileValue value) {
        return value.isSet() ? text(value) : "";
    }

    private static @Nullable BigDecimal money(FileValue value, boolean required) {
        var number = value.number();
        if (number == null && (required || value.isSet())) {
            value.invalid("a number: USD for a token");
        }
        return number;
    }

    private static @Nullable Instant time(FileValue value) {
        try {
            return value.isSet() ? OffsetDateTime.parse(text(value)).toInstant() : null;
        } catch (DateTimeException problem) {
            value.invalid("a time such as 2026-11-01T00:00:00Z");
            return null;
        }
    }
}
