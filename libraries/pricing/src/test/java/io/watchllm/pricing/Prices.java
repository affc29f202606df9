package io.watchllm.pricing;

import io.watchllm.events.PromptCall;
import io.watchllm.pricing.PriceRow.Origin;
import io.watchllm.pricing.PriceRow.Period;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Prices and calls for tests, in round figures. */
public final class Prices {

    public static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
    public static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");

    private Prices() {}

    /** A price of so many USD for a token sent, and twice as many for one received, for all time. */
    public static PriceRow row(String provider, String model, String inputUsd) {
        return row(provider, model, inputUsd, Instant.EPOCH, null);
    }

    public static PriceRow row(String provider, String model, String inputUsd, Instant from, @Nullable Instant to) {
        return row(new PriceKey(provider, model, "", 0), inputUsd, new Period(from, to));
    }

    public static PriceRow row(PriceKey key, String inputUsd, Period period) {
        return new PriceRow(key, unit(inputUsd), period, new Origin("version-" + inputUsd, "test"));
    }

    /** Input at this price, output at twice of it, and nothing else. */
    public static UnitPrices unit(String inputUsd) {
        var input = new BigDecimal(inputUsd);
        return new UnitPrices(input, input.add(input), null, null, null, null);
    }

    /** A call of 1,000 tokens sent and 100 received. */
    public static PromptCall.Builder call(@Nullable String provider, String model) {
        return PromptCall.newBuilder()
                .setPrompt("")
                .setResponse("")
                .setProvider(provider)
                .setModel(model)
                .setTokensInput(1_000)
                .setTokensOutput(100);
    }
}
