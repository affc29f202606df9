package io.watchllm.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.pricing.PriceFile.Price;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuiltInPricesTest {

    @Test
    void shouldBeThoseOfLiteLlmsFileTierForTier() {
        var theirs = LiteLlmList.file().prices().stream().collect(Collectors.toMap(Price::key, Price::prices));
        var ours = BuiltInPrices.rows().stream()
                .filter(row -> !row.key().model().contains("*"))
                .toList();
        var models = ours.stream()
                .map(row -> List.of(row.key().provider(), row.key().model()))
                .collect(Collectors.toSet());

        assertThat(models).hasSizeGreaterThan(40);
        assertThat(ours).allSatisfy(row -> {
            assertThat(row.prices()).as(row.key().toString()).isEqualTo(theirs.get(row.key()));
            assertThat(row.period().from()).isEqualTo(Instant.EPOCH);
            assertThat(row.origin().version()).isEqualTo("built-in-2026-07");
        });
        assertThat(theirs.keySet().stream().filter(key -> models.contains(List.of(key.provider(), key.model()))))
                .as("no tier is left out")
                .containsExactlyInAnyOrderElementsOf(
                        ours.stream().map(PriceRow::key).toList());
    }

    /** What the samples, the simulation and the demo use. */
    @ParameterizedTest
    @CsvSource({
        "openai, gpt-4o-mini",
        "openai, gpt-4o",
        ", gpt-4o",
        "anthropic, claude-sonnet-4-5",
        "google, gemini-2.5-flash",
        "mistral, mistral-large-latest"
    })
    void shouldHaveTheModelsOfTheDemo(@Nullable String provider, String model) {
        var list = PriceList.of(List.of(), BuiltInPrices.rows());

        assertThat(list.resolve(provider, model).found()).isNotEmpty();
    }

    @Test
    void shouldHaveEachPriceOnce() {
        assertThat(BuiltInPrices.rows()).extracting(PriceRow::key).doesNotHaveDuplicates();
    }
}
