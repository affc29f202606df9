package io.watchllm.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.pricing.PriceRow.Origin;
import io.watchllm.pricing.PriceRow.Period;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PriceRecordsTest {

    private static String key(String provider, String model, String tier) {
        var from = Instant.parse("2026-01-01T00:00:00Z");
        return PriceRecords.key(new PriceRow(
                new PriceKey(provider, model, tier, 200_000),
                new UnitPrices(BigDecimal.ONE, BigDecimal.TEN, null, null, null, null),
                new Period(from, null),
                new Origin("v", "test")));
    }

    /** The topic is compacted: of two prices of one key only the later would stay. */
    @Test
    void shouldHaveAKeyOfItsOwnForEachPrice() {
        assertThat(key("openai", "gpt", "batch")).isEqualTo("openai|gpt|batch|200000|2026-01-01T00:00:00Z");
        assertThat(key("a", "b|c", "")).isNotEqualTo(key("a|b", "c", ""));
        assertThat(key("a", "b", "c|d")).isNotEqualTo(key("a", "b|c", "d"));
    }
}
