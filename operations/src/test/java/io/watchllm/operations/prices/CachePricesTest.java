package io.watchllm.operations.prices;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.operations.prices.CachePrices.Model;
import io.watchllm.pricing.PriceKey;
import io.watchllm.pricing.PriceList;
import io.watchllm.pricing.PriceRow;
import io.watchllm.pricing.PriceRow.Origin;
import io.watchllm.pricing.PriceRow.Period;
import io.watchllm.pricing.UnitPrices;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CachePricesTest {
    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");

    private static PriceRow row(
            String model, String tier, Period period, String input, @Nullable String read, @Nullable String write) {
        var prices = new UnitPrices(new BigDecimal(input), BigDecimal.ONE, decimal(read), decimal(write), null, null);
        return new PriceRow(new PriceKey("openai", model, tier, 0), prices, period, new Origin("1", "test"));
    }

    private static @Nullable BigDecimal decimal(@Nullable String number) {
        return number == null ? null : new BigDecimal(number);
    }

    @Test
    void shouldHaveThePriceOfEachTime() {
        var list = PriceList.of(
                List.of(
                        row("m", "", new Period(Instant.EPOCH, MAY), "0.000002", "0.000001", "0.0000025"),
                        row("m", "", new Period(MAY, JUNE), "0.000004", null, null),
                        row("m", "flex", new Period(MAY, null), "9", "9", "9")),
                List.of());

        assertThat(CachePrices.json(list, List.of(new Model("openai", "m"))))
                .isEqualTo("[[\"openai\",\"m\",0,0.000002,0.000001,0.0000025],"
                        + "[\"openai\",\"m\",1777593600,0.000004,0.000004,0.000004],"
                        + "[\"openai\",\"m\",1780272000,null,null,null]]");
    }

    @Test
    void shouldFindModelsAsThePricerDoesAndNameThemAsTheRowsDo() {
        var list = PriceList.of(List.of(), List.of(row("m", "", new Period(Instant.EPOCH, null), "1", "0.5", null)));

        assertThat(CachePrices.json(list, List.of(new Model("", "openai/M-2026-01-01"), new Model("openai", "none"))))
                .isEqualTo("[[\"\",\"openai/M-2026-01-01\",0,1,0.5,1]]");
        assertThat(CachePrices.json(list, List.of())).isEqualTo("[]");
    }
}
