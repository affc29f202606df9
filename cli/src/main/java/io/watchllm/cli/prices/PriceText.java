package io.watchllm.cli.prices;

import io.watchllm.cli.shell.JsonObject;
import io.watchllm.pricing.PriceChanges.Change;
import io.watchllm.pricing.PriceList.Layer;
import io.watchllm.pricing.PriceRow;
import io.watchllm.runtime.PlainText;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Text of prices: for people by the million tokens, as JSON by the token and exactly. */
public final class PriceText {
    /** Head of the lines. */
    public static final String HEAD = "%-8s  %-14s  %-44s  %-8s  %9s  %10s  %10s  %10s  %10s  %10s  %10s  %s"
            .formatted(
                    "list",
                    "provider",
                    "model",
                    "tier",
                    "from",
                    "input",
                    "output",
                    "read",
                    "write",
                    "write 1h",
                    "reasoning",
                    "since");

    private static final int MILLION_DIGITS = 6;

    private PriceText() {}

    /** One line: what it is for, USD for a million tokens of each kind, since when. */
    public static String line(Layer layer, PriceRow row) {
        var key = row.key();
        var prices = row.prices();
        return PlainText.line("%-8s  %-14s  %-44s  %-8s  %9d  %10s  %10s  %10s  %10s  %10s  %10s  %s%s"
                .formatted(
                        layer.word(),
                        any(key.provider(), "any"),
                        key.model(),
                        any(key.serviceTier(), "standard"),
                        key.minInputTokens(),
                        million(prices.input()),
                        million(prices.output()),
                        million(prices.cacheRead()),
                        million(prices.cacheWrite()),
                        million(prices.cacheWrite1h()),
                        million(prices.reasoning()),
                        row.period().from(),
                        row.period().to() == null ? "" : " to " + row.period().to()));
    }

    /** One line: what becomes of a price. */
    public static String line(Change change) {
        var key = change.row().key();
        var prices = change.row().prices();
        var before = change.before();
        return PlainText.line("%-8s  %s/%s %s from %d tokens: input %s, output %s USD a million, from %s%s%s"
                .formatted(
                        change.kind().name().toLowerCase(Locale.ROOT),
                        any(key.provider(), "any"),
                        key.model(),
                        any(key.serviceTier(), "standard"),
                        key.minInputTokens(),
                        million(prices.input()),
                        million(prices.output()),
                        change.row().period().from(),
                        change.row().period().to() == null
                                ? ""
                                : " to " + change.row().period().to(),
                        before == null
                                ? ""
                                : " (before: %s, %s)"
                                        .formatted(
                                                million(before.prices().input()),
                                                million(before.prices().output()))));
    }

    /** All there is of a row, by the names of the topic's schema. */
    public static JsonObject fields(Layer layer, PriceRow row) {
        var key = row.key();
        var prices = row.prices();
        return new JsonObject()
                .put("list", layer.word())
                .put("provider", key.provider())
                .put("model", key.model())
                .put("service_tier", key.serviceTier())
                .put("tier_min_input_tokens", key.minInputTokens())
                .put("input_usd", prices.input())
                .put("output_usd", prices.output())
                .put("cache_read_usd", prices.cacheRead())
                .put("cache_write_usd", prices.cacheWrite())
                .put("cache_write_1h_usd", prices.cacheWrite1h())
                .put("reasoning_usd", prices.reasoning())
                .put("effective_from", row.period().from().toString())
                .put(
                        "effective_to",
                        row.period().to() == null ? null : row.period().to().toString())
                .put("price_version", row.origin().version())
                .put("source", row.origin().source());
    }

    /** USD for a million tokens. */
    static String million(@Nullable BigDecimal perToken) {
        return perToken == null
                ? "-"
                : perToken.movePointRight(MILLION_DIGITS).stripTrailingZeros().toPlainString();
    }

    static String any(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }
}
