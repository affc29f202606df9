package io.watchllm.pricing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.pricing.PriceChanges.Change;
import io.watchllm.pricing.PriceChanges.Kind;
import io.watchllm.pricing.PriceRow.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceChangesTest {

    private static final Instant NOW = Prices.JUNE;

    @Test
    void shouldLetTheFirstPriceOfAModelHoldForAllTime() {
        assertThat(between(List.of(), litellm("0.001"), null).changes())
                .extracting(Change::kind, change -> change.row().period())
                .containsExactly(tuple(Kind.NEW, Instant.EPOCH, null));
        assertThat(between(List.of(), litellm("0.001"), Prices.JANUARY).changes())
                .extracting(change -> change.row().period().from())
                .containsExactly(Prices.JANUARY);
    }

    @Test
    void shouldWriteNothingWhenAllIsSo() {
        var topic = List.of(Prices.row("p", "m", "0.001"));

        var changes = between(topic, litellm("0.001"), null);

        assertThat(changes.changes()).isEmpty();
        assertThat(changes.unchanged()).isEqualTo(1);
    }

    @Test
    void shouldLetAChangedPriceHoldFromNowAndKeepTheOneBefore() {
        var before = Prices.row("p", "m", "0.001");

        var changes = between(List.of(before), litellm("0.003"), null).changes();

        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(Kind.CHANGED);
            assertThat(change.before()).isEqualTo(before);
            assertThat(change.row().period()).isEqualTo(new Period(NOW, null));
        });
        assertThat(between(List.of(before), litellm("0.003"), Prices.JANUARY).changes())
                .extracting(change -> change.row().period().from())
                .containsExactly(Prices.JANUARY);
    }

    @Test
    void shouldChangeNothingTheSecondTime() {
        var topic = new ArrayList<>(List.of(Prices.row("p", "m", "0.001")));
        between(topic, litellm("0.003"), null).changes().forEach(change -> topic.add(change.row()));

        assertThat(between(topic, litellm("0.003"), null).changes()).isEmpty();
        assertThat(between(topic, litellm("0.001"), null).changes())
                .as("and back")
                .hasSize(1);
    }

    @Test
    void shouldEndATierThatTheFileNoLongerHas() {
        var flex = Prices.row(new PriceKey("p", "m", "flex", 0), "0.0005", new Period(Instant.EPOCH, null));
        var topic = List.of(Prices.row("p", "m", "0.001"), flex, Prices.row("p", "other", "1"));

        var changes = between(topic, litellm("0.001"), null).changes();

        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(Kind.ENDED);
            assertThat(change.row().key()).isEqualTo(flex.key());
            assertThat(change.row().period()).isEqualTo(new Period(Instant.EPOCH, NOW));
        });
    }

    @Test
    void shouldTakeDatedPricesAtTheirWord() {
        var dated = read("""
                {"price_version": "v", "source": "s", "prices": [
                 {"provider": "p", "model": "m", "input_usd": 0.003, "output_usd": 0.006,
                  "effective_from": "2026-01-01T00:00:00Z", "effective_to": "2026-06-01T00:00:00Z"}]}""");
        var base = Prices.row("p", "m", "0.001");
        var first = between(List.of(base), dated, null).changes();

        assertThat(first).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(Kind.NEW);
            assertThat(change.row().period()).isEqualTo(new Period(Prices.JANUARY, Prices.JUNE));
        });
        var topic = List.of(base, first.getFirst().row());
        assertThat(between(topic, dated, null).changes()).isEmpty();
        var open = List.of(base, Prices.row("p", "m", "0.003", Prices.JANUARY, null));
        assertThat(between(open, dated, null).changes())
                .as("the same price, but now with an end")
                .extracting(Change::kind)
                .containsExactly(Kind.CHANGED);
    }

    private static PriceChanges between(List<PriceRow> topic, PriceFile file, @Nullable Instant asked) {
        return PriceChanges.between(topic, file, NOW, asked);
    }

    private static PriceFile litellm(String inputUsd) {
        var output = Prices.unit(inputUsd).output();
        return read("{\"m\": {\"litellm_provider\": \"p\", \"input_cost_per_token\": " + inputUsd
                + ", \"output_cost_per_token\": " + output + "}}");
    }

    private static PriceFile read(String json) {
        return PriceFile.read(json.getBytes(UTF_8), "undated");
    }

    private static Tuple tuple(Kind kind, Instant from, @Nullable Instant to) {
        return Tuple.tuple(kind, new Period(from, to));
    }
}
