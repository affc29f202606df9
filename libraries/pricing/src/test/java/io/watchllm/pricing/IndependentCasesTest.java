package io.watchllm.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.PromptCall;
import io.watchllm.rows.CostSource;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Each call of cases.csv comes to what a program of another language, which shares nothing with ours, made of the same
 * file of LiteLLM: to the last decimal.
 */
class IndependentCasesTest {

    private static final Instant TIME = Instant.parse("2026-11-02T12:00:00Z");
    private static final int MODELS_MIN = 200;
    private static final int CASES_MIN = 300;

    private final List<List<String>> cases = LiteLlmList.cases();
    private final Pricer pricer = new Pricer(LiteLlmList.list(), PricePreference.CLIENT);

    @Test
    void shouldComeToTheSameFigureInEachCase() {
        assertThat(cases).allSatisfy(each -> {
            var pricing = pricer.price(call(each), TIME);

            assertThat(pricing.source()).as(each.getFirst()).isEqualTo(CostSource.price_table);
            assertThat(pricing.costUsd()).as(each.getFirst()).isEqualTo(new BigDecimal(each.get(9)));
            assertThat(pricing.tokensInput()).as(each.getFirst()).isEqualTo(Integer.parseInt(each.get(10)));
            assertThat(pricing.flags()).as(each.getFirst()).containsExactlyInAnyOrderElementsOf(words(each.get(11)));
            assertThat(pricing.priceVersion()).isEqualTo("litellm-2026-07-24");
        });
    }

    @Test
    void shouldHaveEnoughCasesOfEachKind() {
        var names = cases.stream().map(List::getFirst).toList();
        var models = names.stream()
                .map(name -> name.substring(0, name.lastIndexOf(' ')))
                .distinct();
        var kinds = names.stream()
                .map(name -> name.substring(name.lastIndexOf(' ') + 1))
                .collect(Collectors.toSet());

        assertThat(cases).hasSizeGreaterThanOrEqualTo(CASES_MIN);
        assertThat(models).hasSizeGreaterThanOrEqualTo(MODELS_MIN);
        assertThat(kinds)
                .contains("plain", "cached", "cached_without_price", "reasoning", "reasoning_above_output")
                .contains("additive", "cache_above_input", "flex", "priority", "batches", "priority_above")
                .contains("at_128000", "above_128000", "above_200000", "above_256000", "above_272000", "above_512000");
        assertThat(cases).anySatisfy(each -> assertThat(each.get(3)).contains("tokens_cache_write_1h"));
        assertThat(cases).anySatisfy(each -> assertThat(each.get(3)).contains("ephemeral_1h_input_tokens"));
    }

    private static PromptCall call(List<String> cells) {
        return PromptCall.newBuilder()
                .setPrompt("")
                .setResponse("")
                .setProvider(nullIfEmpty(cells.get(1)))
                .setModel(cells.get(2))
                .setResponseMetadata(nullIfEmpty(cells.get(3)))
                .setTokensInput(Integer.parseInt(cells.get(4)))
                .setTokensOutput(Integer.parseInt(cells.get(5)))
                .setTokensCacheRead(Integer.valueOf(cells.get(6)))
                .setTokensCacheWrite(Integer.valueOf(cells.get(7)))
                .setTokensReasoning(Integer.valueOf(cells.get(8)))
                .build();
    }

    private static List<String> words(String cell) {
        return Stream.of(cell.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    private static @Nullable String nullIfEmpty(String cell) {
        return cell.isEmpty() ? null : cell;
    }
}
