package io.watchllm.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.pricing.PriceRow.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModelPricesTest {

    @Test
    void shouldTakeTheRowOfTheCallsOwnTime() {
        var prices = new ModelPrices(List.of(
                Prices.row("p", "m", "1", Instant.EPOCH, null),
                Prices.row("p", "m", "2", Prices.JANUARY, Prices.JUNE),
                Prices.row("p", "m", "3", Prices.JUNE.plusSeconds(60), null)));

        assertThat(input(prices, Prices.JANUARY.minusMillis(1), "", 0)).isEqualTo("1");
        assertThat(input(prices, Prices.JANUARY, "", 0)).isEqualTo("2");
        assertThat(input(prices, Prices.JUNE.minusMillis(1), "", 0)).isEqualTo("2");
        // What held before holds again when a price with an end is over.
        assertThat(input(prices, Prices.JUNE, "", 0)).isEqualTo("1");
        assertThat(input(prices, Prices.JUNE.plusSeconds(60), "", 0)).isEqualTo("3");
    }

    @Test
    void shouldHaveNoPriceBeforeTheFirst() {
        var prices = new ModelPrices(List.of(Prices.row("p", "m", "1", Prices.JANUARY, null)));

        assertThat(prices.select(Prices.JANUARY.minusMillis(1), "", 0)).isNull();
    }

    @Test
    void shouldChooseTheBoundByTheWholeInput() {
        var prices = new ModelPrices(List.of(tier("", 0, "1"), tier("", 128_001, "2"), tier("", 200_001, "3")));

        assertThat(input(prices, Prices.JUNE, "", 128_000)).isEqualTo("1");
        assertThat(input(prices, Prices.JUNE, "", 128_001)).isEqualTo("2");
        assertThat(input(prices, Prices.JUNE, "", 200_000)).isEqualTo("2");
        assertThat(input(prices, Prices.JUNE, "", 200_001)).isEqualTo("3");
    }

    @Test
    void shouldLetTheStandardPriceStandInWhereAServiceTierHasNone() {
        var prices = new ModelPrices(List.of(
                tier("", 0, "1"),
                tier("", 200_001, "2"),
                tier("flex", 0, "3"),
                tier("priority", 0, "4"),
                tier("priority", 200_001, "5")));

        assertThat(input(prices, Prices.JUNE, "flex", 10)).isEqualTo("3");
        assertThat(input(prices, Prices.JUNE, "flex", 200_001)).isEqualTo("2 instead");
        assertThat(input(prices, Prices.JUNE, "priority", 200_001)).isEqualTo("5");
        assertThat(input(prices, Prices.JUNE, "scale", 10)).isEqualTo("1 instead");
    }

    /** The same as the rules say it, one after the other, on rows in any order. */
    @Property
    void shouldSelectAsTheRulesSay(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 10) int time,
            @ForAll @IntRange(min = 0, max = 5) int input) {
        var random = new Random(seed);
        var rows = new ArrayList<PriceRow>();
        for (int count = 1 + random.nextInt(8); count > 0; count--) {
            var from = Instant.ofEpochSecond(random.nextInt(10));
            var to = random.nextBoolean() ? null : from.plusSeconds(1 + random.nextInt(5));
            var key = new PriceKey("p", "m", "", random.nextInt(5));
            // No two for the same bound from the same moment: they would be one record of the topic.
            rows.removeIf(row -> row.key().equals(key) && row.period().from().equals(from));
            rows.add(Prices.row(key, "0." + (1 + random.nextInt(1_000)), new Period(from, to)));
        }
        var moment = Instant.ofEpochSecond(time);

        var expected = rows.stream()
                .filter(row -> row.key().minInputTokens() <= input)
                .filter(row -> row.period().contains(moment))
                .max(Comparator.comparingInt((PriceRow row) -> row.key().minInputTokens())
                        .thenComparing(row -> row.period().from()));

        var selection = new ModelPrices(rows).select(moment, "", input);
        assertThat(selection == null ? null : selection.row()).isEqualTo(expected.orElse(null));
    }

    private static PriceRow tier(String serviceTier, int minInputTokens, String inputUsd) {
        return Prices.row(
                new PriceKey("p", "m", serviceTier, minInputTokens), inputUsd, new Period(Instant.EPOCH, null));
    }

    private static @Nullable String input(ModelPrices prices, Instant time, String serviceTier, int inputTokens) {
        var selection = prices.select(time, serviceTier, inputTokens);
        return selection == null
                ? null
                : selection.row().prices().input().toPlainString() + (selection.fallback() ? " instead" : "");
    }
}
