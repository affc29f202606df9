package io.watchllm.pricing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.pricing.PriceFile.Price;
import io.watchllm.pricing.PriceFile.Skipped;
import io.watchllm.strictfile.StrictFileException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceFileTest {

    @Test
    void shouldReadTheWholeOfLiteLlmsFile() {
        var file = LiteLlmList.file();

        assertThat(file.form()).isEqualTo(PriceFile.Form.LITELLM);
        assertThat(file.origin().version()).isEqualTo("litellm-2026-07-24");
        assertThat(file.prices()).hasSizeGreaterThan(2_500);
        assertThat(file.prices()).extracting(Price::key).doesNotHaveDuplicates();
        assertThat(file.skipped().get(Skipped.HALF_A_PRICE)).contains("mistral/mistral-embed");
        assertThat(file.skipped().get(Skipped.NO_TOKEN_PRICES)).contains("groq/whisper-large-v3");
        assertThat(file.skipped().get(Skipped.PAID_OTHERWISE)).contains("rerank-v3.5");
        assertThat(file.skipped().get(Skipped.REPEATED)).contains("deepseek-chat");
        assertThat(file.skipped()).doesNotContainKey(Skipped.BROKEN);
        var models = file.prices().stream()
                .map(price -> price.key().provider() + "/" + price.key().model())
                .distinct()
                .count();
        assertThat(models
                        + file.skipped().values().stream().mapToInt(List::size).sum())
                .as("every entry of the file but last_updated and sample_spec")
                .isEqualTo(2_983);
    }

    @Test
    void shouldReadBoundsAndServiceTiersAsRowsOfTheirOwn() {
        var file = read("""
                {"m": {"litellm_provider": "openai", "input_cost_per_token": 1.25e-06, "output_cost_per_token": 1e-05,
                  "cache_read_input_token_cost": 1.3e-7, "output_cost_per_reasoning_token": 0.00001,
                  "input_cost_per_token_above_200k_tokens": 2.5e-06, "output_cost_per_token_above_200k_tokens": 1.5e-05,
                  "input_cost_per_token_flex": 6.25e-07, "output_cost_per_token_batches": 5e-06}}""");

        assertThat(file.prices())
                .containsExactly(
                        price("", 0, unit("0.00000125", "0.00001", "0.00001")),
                        price("", 200_001, unit("0.0000025", "0.000015", null)),
                        price("batch", 0, unit("0.00000125", "0.000005", null)),
                        price("flex", 0, unit("0.000000625", "0.00001", null)));
    }

    @Test
    void shouldReadNumbersAsTheyStandThereAndNotAsDoubles() {
        var file = read("""
                {"m": {"litellm_provider": "p", "input_cost_per_token": 0.1000000000000000055,
                  "output_cost_per_token": 3.0001999999999996e-7}}""");

        assertThat(file.prices().getFirst().prices().input()).isEqualTo(new BigDecimal("0.100000000000000006"));
        assertThat(file.prices().getFirst().prices().output())
                .isEqualTo(new BigDecimal("0.000000300020000000").stripTrailingZeros());
    }

    @Test
    void shouldLeaveOutWhatIsNoPriceAndSayWhy() {
        var file = read("""
                {"last_updated": "2026-07-24T18:23:43", "sample_spec": {"input_cost_per_token": "0.0"},
                 "image": {"output_cost_per_image": 0.04},
                 "half": {"input_cost_per_token": 0.04},
                 "query": {"input_cost_per_token": 0, "output_cost_per_token": 0, "input_cost_per_query": 0.002},
                 "text": {"input_cost_per_token": "0.1", "output_cost_per_token": 0},
                 "negative": {"input_cost_per_token": -0.1, "output_cost_per_token": 0},
                 "free": {"litellm_provider": "ollama", "input_cost_per_token": 0, "output_cost_per_token": 0}}""");

        assertThat(file.prices()).extracting(price -> price.key().model()).containsExactly("free");
        assertThat(file.skipped())
                .containsEntry(Skipped.NO_TOKEN_PRICES, List.of("image"))
                .containsEntry(Skipped.HALF_A_PRICE, List.of("half"))
                .containsEntry(Skipped.PAID_OTHERWISE, List.of("query"))
                .containsEntry(Skipped.BROKEN, List.of("text", "negative"));
    }

    @Test
    void shouldReadOurOwnForm() {
        var file = read("""
                {"price_version": "contract-7", "source": "the contract", "prices": [
                  {"provider": "OpenAI", "model": "m", "service_tier": "batches", "tier_min_input_tokens": 5,
                   "input_usd": 1e-6, "output_usd": 2e-6, "cache_read_usd": 3e-6, "cache_write_usd": 4e-6,
                   "cache_write_1h_usd": 5e-6, "reasoning_usd": 6e-6,
                   "effective_from": "2026-01-01T01:00:00+01:00", "effective_to": "2026-06-01T00:00:00Z"},
                  {"model": "m", "input_usd": 0, "output_usd": 0}]}""");

        assertThat(file.form()).isEqualTo(PriceFile.Form.DATED);
        assertThat(file.prices().getFirst())
                .isEqualTo(new Price(
                        new PriceKey("openai", "m", "batch", 5),
                        new UnitPrices(usd("1e-6"), usd("2e-6"), usd("3e-6"), usd("4e-6"), usd("5e-6"), usd("6e-6")),
                        Prices.JANUARY,
                        Prices.JUNE,
                        new PriceRow.Origin("contract-7", "the contract")));
        assertThat(file.prices().getLast().from()).isNull();
        assertThat(file.prices().getLast().key()).isEqualTo(new PriceKey("", "m", "", 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                                          | line 1, column",
                "[]                                                         | the file is no JSON object",
                "{}                                                         | the file is no JSON object",
                "{\"a\": 1}                                                 | the file has no model",
                "{\"prices\": [], \"source\": \"s\"}                        | line 1: price_version is missing; expected a text",
                "{\"price_version\": \"v\", \"source\": \"s\", \"prices\": [1]} | line 1: prices[0] is 1; expected an object",
                "{\"price_version\": \"v\", \"source\": \"s\", \"prices\": [{\"model\": \"m\", \"input_usd\": 1}]} | line 1: prices[0].output_usd is missing; expected a number: USD for a token",
                "{\"price_version\": \"v\", \"source\": \"s\", \"prices\": [{\"model\": \"m\", \"input_usd\": -1, \"output_usd\": 1}]} | line 1: prices[0] is no price: the input price is -1 USD a token; expected 0 or more",
                "{\"price_version\": \"v\", \"source\": \"s\", \"prices\": [{\"input\": 1}]} | line 1: prices[0].input is not known; expected one of provider, model, service_tier",
                "{\"price_version\": \"v\", \"source\": \"s\", \"prices\": [{\"model\": \"m\", \"input_usd\": 1, \"output_usd\": 1, \"effective_from\": \"monday\"}]} | line 1: prices[0].effective_from is \"monday\"; expected a time such as"
            })
    void shouldSayWhereAndWhatWouldBeRight(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(StrictFileException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void shouldRefuseTwoPricesForTheSame() {
        var twice = "{\"model\": \"m\", \"input_usd\": 1, \"output_usd\": 1}";

        assertThatThrownBy(() -> read(
                        "{\"price_version\": \"v\", \"source\": \"s\", \"prices\": [" + twice + "," + twice + "]}"))
                .hasMessageStartingWith("line 1: prices[1].model is \"m\"; expected one price for each");
    }

    private static Price price(String serviceTier, int minInputTokens, UnitPrices prices) {
        return new Price(
                new PriceKey("openai", "m", serviceTier, minInputTokens),
                prices,
                null,
                null,
                new PriceRow.Origin("undated", "LiteLLM model_prices_and_context_window.json"));
    }

    private static UnitPrices unit(String input, String output, @Nullable String reasoning) {
        return new UnitPrices(
                usd(input), usd(output), usd("0.00000013"), null, null, reasoning == null ? null : usd(reasoning));
    }

    private static BigDecimal usd(String text) {
        return new BigDecimal(text);
    }

    private static PriceFile read(String json) {
        return PriceFile.read(json.getBytes(UTF_8), "undated");
    }
}
