package io.watchllm.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.rows.CostSource;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepricerTest {

    private static final BigDecimal NEW = new BigDecimal("1.200000000");

    private static Repricer repricer(PricePreference preference) {
        var topic = List.of(
                Prices.row("openai", "m", "0.001"),
                Prices.row("anthropic", "claude-*", "0.001"),
                Prices.row("openai", "dear", "1000000"));
        return new Repricer(new Pricer(PriceList.of(topic, List.of()), preference));
    }

    private static RowPrice reprice(String provider, String model, RowPrice before, PricePreference preference) {
        var call = Prices.call(provider, model)
                .setCostEstimateUsd(before.givenUsd())
                .build();
        return repricer(preference).reprice(call, Prices.JUNE, before);
    }

    private static RowPrice reprice(String provider, String model, RowPrice before) {
        return reprice(provider, model, before, PricePreference.CLIENT);
    }

    private static RowPrice row(
            @Nullable String costUsd, @Nullable CostSource source, @Nullable String version, String... flags) {
        return new RowPrice(costUsd == null ? null : new BigDecimal(costUsd), source, version, List.of(flags));
    }

    @Test
    void shouldTakeThePriceOfTheListAsItIsNow() {
        var expected = new RowPrice(NEW, CostSource.price_table, "version-0.001", List.of());

        assertThat(reprice("openai", "m", row("7", CostSource.price_table, "old")))
                .isEqualTo(expected);
        assertThat(reprice("openai", "m", row(null, CostSource.unpriced, null))).isEqualTo(expected);
        assertThat(reprice("openai", "m", row(null, null, null)))
                .as("inserted by hand without a cost")
                .isEqualTo(expected);
    }

    @Test
    void shouldLeaveWhatTheRowSaysAlready() {
        var before = row("1.2", CostSource.price_table, "version-0.001", "redacted");

        assertThat(reprice("openai", "m", before)).isEqualTo(before);
    }

    @Test
    void shouldTakeBackAPriceThatTheListNoLongerHas() {
        assertThat(reprice("openai", "unheard-of", row("7", CostSource.price_table, "old", "price_family", "redacted")))
                .isEqualTo(row(null, CostSource.unpriced, null, "redacted"));
    }

    @Test
    void shouldLeaveAGivenCostUnlessTheListGoesFirst() {
        var given = row("7", CostSource.client, null, "usage_inconsistent");
        var byHand = row("7", null, null);

        assertThat(reprice("openai", "m", given)).isEqualTo(given);
        assertThat(reprice("openai", "m", byHand)).isEqualTo(byHand);
        assertThat(reprice("openai", "m", given, PricePreference.PRICE_TABLE))
                .isEqualTo(row("1.2", CostSource.price_table, "version-0.001", "usage_inconsistent"));
        assertThat(reprice("openai", "unheard-of", given, PricePreference.PRICE_TABLE))
                .as("nothing better is known")
                .isEqualTo(given);
    }

    @Test
    void shouldChangeTheFlagsOfThePriceAndNoOthers() {
        var family = reprice("anthropic", "claude-9", row(null, CostSource.unpriced, null, "redacted"));
        assertThat(family.flags()).containsExactly("redacted", "price_family");

        var own = reprice("openai", "m", row("7", CostSource.price_table, "old", "price_family", "usage_normalised"));
        assertThat(own.flags()).containsExactly("usage_normalised");

        var dear = reprice("openai", "dear", row("7", CostSource.price_table, "old"));
        assertThat(dear).isEqualTo(row(null, CostSource.unpriced, null, "cost_out_of_range"));
    }

    @Property(tries = 300)
    void shouldHaveNothingToDoTheSecondTime(
            @ForAll @IntRange(max = 100_000) int input,
            @ForAll @IntRange(max = 100_000) int cached,
            @ForAll @IntRange(max = 3) int kind) {
        var model = List.of("claude-9", "m", "dear", "unheard-of").get(kind);
        var provider = kind == 0 ? "anthropic" : "openai";
        var before = row("7", CostSource.price_table, "old", "price_fallback");
        var sent = Prices.call(provider, model).setTokensInput(input).setTokensCacheRead(cached);
        // What the stream stores: cached tokens that were counted beside the input are in it.
        var call = sent.setTokensInput(Usage.of(sent.build(), 0).input()).build();

        var once = repricer(PricePreference.CLIENT).reprice(call, Prices.JUNE, before);
        var twice = repricer(PricePreference.CLIENT).reprice(call, Prices.JUNE, once);

        assertThat(twice).isEqualTo(once);
    }
}
