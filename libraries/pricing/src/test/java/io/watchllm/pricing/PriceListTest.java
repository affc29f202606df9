package io.watchllm.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.pricing.PriceList.Attempt;
import io.watchllm.pricing.PriceList.Layer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceListTest {

    private static final PriceList LIST = PriceList.of(
            List.of(
                    Prices.row("openai", "gpt-4o", "1"),
                    Prices.row("azure", "gpt-4o", "2"),
                    Prices.row("openai", "gpt-4o-2024-05-13", "3"),
                    Prices.row("anthropic", "claude-sonnet-4-5", "4"),
                    Prices.row("bedrock", "anthropic.claude-sonnet-4-5-20250929-v1:0", "5"),
                    Prices.row("bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "6"),
                    Prices.row("gemini", "gemini-2.5-flash", "7"),
                    Prices.row("vertex_ai", "gemini-2.5-flash", "8"),
                    Prices.row("groq", "openai/gpt-oss-120b", "9"),
                    Prices.row("openrouter", "anthropic/claude-sonnet-4.5", "10"),
                    Prices.row("anthropic", "claude-sonnet-*", "11"),
                    Prices.row("anthropic", "claude-*", "12"),
                    Prices.row("", "our-own", "13"),
                    Prices.row("reseller", "azure/gpt-4o", "15"),
                    Prices.row("together_ai", "meta/Only-Here", "14")),
            List.of(
                    Prices.row("openai", "gpt-4o", "100"),
                    Prices.row("openai", "gpt-4o-mini", "101"),
                    Prices.row("mistral", "mistral-large-latest", "102")));

    @ParameterizedTest
    @CsvSource({
        "openai,    gpt-4o,                                       EXACT,           1",
        "azure,     gpt-4o,                                       EXACT,           2",
        "OpenAI,    gpt-4o,                                       EXACT,           1",
        "openai,    GPT-4o,                                       LOWER_CASE,      1",
        "openai,    gpt-4o-2024-05-13,                            EXACT,           3",
        "openai,    gpt-4o-2024-11-20,                            WITHOUT_DATE,    1",
        "anthropic, claude-sonnet-4-5-20250929,                   WITHOUT_DATE,    4",
        "anthropic, claude-sonnet-4.5,                            DOTS_AS_HYPHENS, 4",
        "vertex_ai, gemini-2-5-flash@20260101,                    WITHOUT_DATE,    8",
        "gcp.gemini,gemini-2.5-flash,                             EXACT,           7",
        "google,    gemini-2.5-flash,                             EXACT,           7",
        "google,    models/gemini-2.5-flash,                      WITHOUT_PREFIX,  7",
        "aws.bedrock, us.anthropic.claude-sonnet-4-5-20250929-v1:0, EXACT,         6",
        "aws.bedrock, eu.anthropic.claude-sonnet-4-5-20250929-v1:0, WITHOUT_PREFIX, 5",
        "groq,      openai/gpt-oss-120b,                          EXACT,           9",
        ",          groq/openai/gpt-oss-120b,                     WITHOUT_PREFIX,  9",
        ",          azure/gpt-4o,                                 WITHOUT_PREFIX,  2",
        "our-proxy, azure/gpt-4o-2024-11-20,                      WITHOUT_PREFIX,  2",
        ",          openrouter/anthropic/claude-sonnet-4.5:free,  WITHOUT_PREFIX,  10",
        "openrouter, anthropic/claude-sonnet-4-5,                 DOTS_AS_HYPHENS, 10",
        ",          gpt-4o,                                       EXACT,           1",
        "our-proxy, gpt-4o,                                       EXACT,           1",
        ",          gemini-2.5-flash,                             EXACT,           7",
        ",          meta/Only-Here,                               EXACT,           14",
        "anthropic, claude-sonnet-9-preview,                      FAMILY,          11",
        "anthropic, claude-9,                                     FAMILY,          12",
        ",          claude-9-20300101,                            FAMILY,          12",
        "groq,      our-own,                                      EXACT,           13",
        ",          our-own,                                      EXACT,           13"
    })
    void shouldFindTheModelByTheFirstStepThatDoes(@Nullable String provider, String model, Step step, String inputUsd) {
        var found = first(LIST, provider, model);

        assertThat(found).map(Attempt::step).contains(step);
        assertThat(found).map(PriceListTest::inputUsd).contains(inputUsd);
    }

    @ParameterizedTest
    @CsvSource({
        "openai,    gpt-5",
        "groq,      gpt-4o",
        "bedrock,   gpt-4o",
        ",          gpt",
        "anthropic, gpt-4o-2024-11-20",
        "openai,    claude-9",
        ",          ''"
    })
    void shouldFindNothingWhereNobodyKnowsThePrice(@Nullable String provider, String model) {
        assertThat(LIST.resolve(provider, model).found()).isEmpty();
    }

    @Test
    void shouldGoThroughTheTopicBeforeWhatShipsInside() {
        var found = LIST.resolve("openai", "gpt-4o").found();

        assertThat(found).extracting(Attempt::layer).containsExactly(Layer.TOPIC, Layer.BUILT_IN);
        assertThat(first(LIST, "openai", "gpt-4o-mini")).map(Attempt::layer).contains(Layer.BUILT_IN);
    }

    @Test
    void shouldFindNothingByAModelThatSeveralHaveAndNobodyMakes() {
        var list = PriceList.of(List.of(Prices.row("a", "llama-5", "1"), Prices.row("b", "llama-5", "2")), List.of());

        assertThat(list.resolve(null, "llama-5").found()).isEmpty();
        assertThat(first(list, "b", "llama-5")).map(PriceListTest::inputUsd).contains("2");
    }

    @Property
    void shouldFindEachModelByItsOwnNameHoweverItIsWritten(
            @ForAll @AlphaChars @StringLength(min = 1, max = 12) String name,
            @ForAll @IntRange(min = 20000101, max = 20391231) int date) {
        var list = PriceList.of(List.of(Prices.row("maker", name, "1")), List.of());

        assertThat(first(list, "maker", name)).map(Attempt::step).contains(Step.EXACT);
        for (var variant : List.of(
                name.toUpperCase(Locale.ROOT),
                name + "-" + date,
                name + "@" + date,
                name + ":beta",
                "maker/" + name,
                "any/" + name.toUpperCase(Locale.ROOT) + "-" + date,
                "eu." + name)) {
            assertThat(first(list, "maker", variant)).as(variant).isPresent();
        }
        assertThat(list.resolve("maker", name + "x").found()).isEmpty();
    }

    @Property
    void shouldAnswerWhateverIsAsked(@ForAll String provider, @ForAll String model) {
        assertThat(LIST.resolve(provider, model).attempts()).isNotEmpty();
    }

    private static Optional<Attempt> first(PriceList list, @Nullable String provider, String model) {
        return list.resolve(provider, model).found().stream().findFirst();
    }

    private static String inputUsd(Attempt attempt) {
        var prices = attempt.found();
        return prices == null ? "" : prices.rows().getFirst().prices().input().toPlainString();
    }
}
