package io.watchllm.operations.reprice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.events.PromptCall;
import io.watchllm.pricing.PriceKey;
import io.watchllm.pricing.PriceList;
import io.watchllm.pricing.PricePreference;
import io.watchllm.pricing.PriceRow;
import io.watchllm.pricing.Pricer;
import io.watchllm.pricing.Repricer;
import io.watchllm.pricing.RowPrice;
import io.watchllm.pricing.UnitPrices;
import io.watchllm.rows.CostSource;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CorrectionTest {
    private static final Instant TIME = Instant.parse("2026-11-01T10:00:00Z");

    private final RepriceTotals totals = new RepriceTotals();

    private static Repricer repricer() {
        var price = new PriceRow(
                new PriceKey("", "m", "", 0),
                new UnitPrices(new BigDecimal("0.001"), BigDecimal.ZERO, null, null, null, null),
                new PriceRow.Period(Instant.EPOCH, null),
                new PriceRow.Origin("new", "test"));
        return new Repricer(new Pricer(PriceList.of(List.of(price), List.of()), PricePreference.CLIENT));
    }

    private static StoredCall call(String id, String model, RowPrice price, boolean complete) {
        var call = PromptCall.newBuilder()
                .setPrompt("")
                .setResponse("")
                .setModel(model)
                .setTokensInput(100)
                .setTokensOutput(0)
                .setCostEstimateUsd(price.givenUsd())
                .build();
        return new StoredCall(
                new StoredCall.Key("run", TIME, id, 0, 1),
                new StoredCall.Group("production", "p", model, "success"),
                call,
                price,
                complete);
    }

    private static RowPrice price(
            @Nullable String usd, @Nullable CostSource source, @Nullable String version, String... flags) {
        return new RowPrice(usd == null ? null : new BigDecimal(usd), source, version, List.of(flags));
    }

    @Test
    void shouldCorrectWhatDiffersAndCountAll() {
        var wrong = call("a", "m", price("7", CostSource.price_table, "old"), true);
        var right = call("b", "m", price("0.1", CostSource.price_table, "new"), true);
        var unpriced = call("c", "m", price(null, CostSource.unpriced, null), true);
        var other = call("d", "other", price(null, CostSource.unpriced, null), true);

        var corrections = Correction.among(List.of(wrong, right, unpriced, other), repricer(), totals);

        assertThat(corrections)
                .extracting(correction -> correction.call().key().eventId())
                .containsExactly("a", "c");
        assertThat(corrections).extracting(Correction::after).containsOnly(price("0.1", CostSource.price_table, "new"));
        assertThat(totals.lines()).extracting(line -> line.name().model()).containsExactly("m", "other");
        assertThat(totals.all())
                .isEqualTo(new RepriceTotals.Sums(
                        4,
                        2,
                        new RepriceTotals.Cost(new BigDecimal("7.100000000"), 2),
                        new RepriceTotals.Cost(new BigDecimal("0.300000000"), 1)));
    }

    @Test
    void shouldLeaveCallsWhoseRowHasNotTheWhole() {
        var cut = call("a", "m", price("7", CostSource.price_table, "old", "response_metadata_truncated"), true);
        var bare = call("b", "m", price(null, null, null), false);
        var prompt = call("c", "m", price("7", CostSource.price_table, "old", "prompt_truncated"), true);

        assertThat(Correction.among(List.of(cut, bare, prompt), repricer(), totals))
                .extracting(correction -> correction.call().key().eventId())
                .as("a prompt has no part in the price")
                .containsExactly("c");
        assertThat(totals.cut()).isEqualTo(1);
        assertThat(totals.incomplete()).isEqualTo(1);
    }

    @Test
    void shouldRefuseTwoRowsThatCannotBeToldApart() {
        var one = call("a", "m", price("7", CostSource.price_table, "old"), true);
        var same = call("a", "m", price("8", CostSource.price_table, "older"), true);
        var other = call("a", "other", price("7", CostSource.price_table, "old"), true);

        assertThat(Correction.among(List.of(one, same), repricer(), totals)).hasSize(2);
        assertThatThrownBy(() -> Correction.among(List.of(one, other), repricer(), totals))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("two rows of event a at 2026-11-01T10:00:00Z in run run");
    }
}
