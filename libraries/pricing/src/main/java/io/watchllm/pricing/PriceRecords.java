package io.watchllm.pricing;

import io.watchllm.control.ModelPrice;
import io.watchllm.pricing.PriceRow.Origin;
import io.watchllm.pricing.PriceRow.Period;
import io.watchllm.schemas.RecordKey;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Converts prices to records of their topic and back. */
public final class PriceRecords {

    private PriceRecords() {}

    /** Record key, unique per price, so that a later record of the same price replaces it. */
    public static String key(PriceRow row) {
        var key = row.key();
        return RecordKey.of(
                key.provider(),
                key.model(),
                key.serviceTier(),
                Integer.toString(key.minInputTokens()),
                row.period().from().toString());
    }

    /** The record's value. */
    public static ModelPrice record(PriceRow row) {
        var key = row.key();
        var prices = row.prices();
        return ModelPrice.newBuilder()
                .setProvider(nullIfEmpty(key.provider()))
                .setModel(key.model())
                .setServiceTier(nullIfEmpty(key.serviceTier()))
                .setTierMinInputTokens(key.minInputTokens())
                .setInputUsd(scaled(prices.input()))
                .setOutputUsd(scaled(prices.output()))
                .setCacheReadUsd(scaled(prices.cacheRead()))
                .setCacheWriteUsd(scaled(prices.cacheWrite()))
                .setCacheWrite1hUsd(scaled(prices.cacheWrite1h()))
                .setReasoningUsd(scaled(prices.reasoning()))
                .setEffectiveFrom(row.period().from())
                .setEffectiveTo(row.period().to())
                .setPriceVersion(row.origin().version())
                .setSource(row.origin().source())
                .build();
    }

    /**
     * The row of a record.
     *
     * @throws IllegalArgumentException when it is not a valid price: half of one, a negative one, one without a model;
     *     the message says which
     */
    static PriceRow row(ModelPrice record) {
        var input = record.getInputUsd();
        var output = record.getOutputUsd();
        if (input == null || output == null) {
            throw new IllegalArgumentException("input_usd is " + input + " and output_usd is " + output
                    + "; expected both, for half a price is none");
        }
        return new PriceRow(
                new PriceKey(
                        emptyIfNull(record.getProvider()),
                        record.getModel(),
                        emptyIfNull(record.getServiceTier()),
                        record.getTierMinInputTokens()),
                new UnitPrices(
                        input,
                        output,
                        record.getCacheReadUsd(),
                        record.getCacheWriteUsd(),
                        record.getCacheWrite1hUsd(),
                        record.getReasoningUsd()),
                new Period(record.getEffectiveFrom(), record.getEffectiveTo()),
                new Origin(record.getPriceVersion(), record.getSource()));
    }

    private static @Nullable BigDecimal scaled(@Nullable BigDecimal price) {
        return price == null ? null : price.setScale(UnitPrices.SCALE, RoundingMode.UNNECESSARY);
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String emptyIfNull(@Nullable String text) {
        return text == null ? "" : text;
    }
}
