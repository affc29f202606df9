package io.watchllm.pricing;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchllm.pricing.PriceFile.Price;
import io.watchllm.pricing.PriceRow.Origin;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Our own format of price files: {@code {"price_version": …, "source": …, "prices": [{"provider", "model",
 * "service_tier", "tier_min_input_tokens", "input_usd", "output_usd", "cache_read_usd", "cache_write_usd",
 * "cache_write_1h_usd", "reasoning_usd", "effective_from", "effective_to"}]}}, with the names of the topic's schema.
 */
final class DatedFile {

    private static final Set<String> FILE_NAMES = Set.of("price_version", "source", "prices");
    private static final Set<String> PRICE_NAMES = Set.of(
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

    private final String where;
    private final JsonNode node;

    private DatedFile(String where, JsonNode node) {
        this.where = where;
        this.node = node;
    }

    static PriceFile read(JsonNode root) {
        var file = new DatedFile("the file", root);
        file.allowOnly(FILE_NAMES);
        var origin = new Origin(file.text("price_version"), file.text("source"));
        var prices = new ArrayList<Price>();
        var seen = new HashSet<List<@Nullable Object>>();
        for (var node : root.path("prices")) {
            var entry = new DatedFile("prices[" + prices.size() + "]", node);
            var price = entry.price(origin);
            if (!seen.add(List.of(price.key(), String.valueOf(price.from())))) {
                throw entry.wrong("model", "expected one price for each model, service tier, bound and time");
            }
            prices.add(price);
        }
        return new PriceFile(PriceFile.Form.DATED, origin, List.copyOf(prices), Map.of());
    }

    private Price price(Origin origin) {
        if (!node.isObject()) {
            throw new PriceFileException(where + " is " + node + "; expected an object");
        }
        allowOnly(PRICE_NAMES);
        var from = time("effective_from");
        var to = time("effective_to");
        try {
            var key = new PriceKey(
                    textOrEmpty("provider"),
                    text("model"),
                    textOrEmpty("service_tier"),
                    count("tier_min_input_tokens"));
            var prices = new UnitPrices(
                    money("input_usd"),
                    money("output_usd"),
                    moneyIfAny("cache_read_usd"),
                    moneyIfAny("cache_write_usd"),
                    moneyIfAny("cache_write_1h_usd"),
                    moneyIfAny("reasoning_usd"));
            var price = new Price(key, prices, from, to, origin);
            // Fails now rather than when it is loaded.
            price.row(Instant.EPOCH);
            return price;
        } catch (IllegalArgumentException problem) {
            throw new PriceFileException(where + ": " + problem.getMessage());
        }
    }

    private void allowOnly(Set<String> names) {
        node.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw wrong(name, "it is unknown; expected one of " + String.join(", ", sorted(names)));
            }
        });
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    private String text(String name) {
        var value = node.path(name);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw wrong(name, "expected a text that is not empty");
        }
        return value.textValue();
    }

    private String textOrEmpty(String name) {
        return node.path(name).isMissingNode() || node.path(name).isNull() ? "" : text(name);
    }

    private int count(String name) {
        var value = node.path(name);
        if (value.isMissingNode()) {
            return 0;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(name, "expected a whole number");
        }
        return value.intValue();
    }

    private BigDecimal money(String name) {
        var value = node.path(name);
        if (!value.isNumber()) {
            throw wrong(name, "expected a number: USD for a token");
        }
        return value.decimalValue();
    }

    private @Nullable BigDecimal moneyIfAny(String name) {
        return node.path(name).isMissingNode() || node.path(name).isNull() ? null : money(name);
    }

    private @Nullable Instant time(String name) {
        if (node.path(name).isMissingNode() || node.path(name).isNull()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text(name)).toInstant();
        } catch (DateTimeException problem) {
            throw wrong(name, "expected a time such as 2026-11-01T00:00:00Z");
        }
    }

    private PriceFileException wrong(String name, String right) {
        var value = node.path(name);
        return new PriceFileException(
                where + ": " + name + " is " + (value.isMissingNode() ? "missing" : value) + "; " + right);
    }
}
