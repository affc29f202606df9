package io.watchllm.pricing;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All prices of one model of one provider, for all times, service tiers and sizes. Immutable. */
public final class ModelPrices {

    private final List<PriceRow> rows;

    /** @param rows one or more, all for the same model of the same provider */
    ModelPrices(List<PriceRow> rows) {
        this.rows = List.copyOf(rows);
    }

    /**
     * The row that applies to a call.
     *
     * @param fallback true when it is not of the call's own service tier
     */
    public record Selection(PriceRow row, boolean fallback) {}

    /** Canonical name of the provider; empty for any. */
    public String provider() {
        return rows.getFirst().key().provider();
    }

    /** Name of the model, or the pattern of a model family. */
    public String model() {
        return rows.getFirst().key().model();
    }

    /** All rows, unordered. */
    public List<PriceRow> rows() {
        return rows;
    }

    /**
     * The row for a call, or null when none applied at that time. Size takes precedence over service tier: if the tier
     * has no price for calls of that size, the standard tier's price is used.
     *
     * @param serviceTier canonical name; empty for the standard tier
     * @param inputTokens all input tokens, including cached ones
     */
    public @Nullable Selection select(Instant time, String serviceTier, int inputTokens) {
        var standard = best(time, ServiceTiers.STANDARD, inputTokens);
        if (serviceTier.isEmpty()) {
            return standard == null ? null : new Selection(standard, false);
        }
        var own = best(time, serviceTier, inputTokens);
        if (own == null
                || (standard != null
                        && standard.key().minInputTokens() > own.key().minInputTokens())) {
            return standard == null ? null : new Selection(standard, true);
        }
        return new Selection(own, false);
    }

    /** Of the applicable rows, the one with the highest bound; of those, the one that started last. */
    private @Nullable PriceRow best(Instant time, String serviceTier, int inputTokens) {
        PriceRow best = null;
        for (var row : rows) {
            var key = row.key();
            if (key.minInputTokens() <= inputTokens
                    && key.serviceTier().equals(serviceTier)
                    && row.period().contains(time)
                    && (best == null || goesBefore(row, best))) {
                best = row;
            }
        }
        return best;
    }

    private static boolean goesBefore(PriceRow row, PriceRow other) {
        int bounds = Integer.compare(row.key().minInputTokens(), other.key().minInputTokens());
        return bounds > 0
                || (bounds == 0 && row.period().from().isAfter(other.period().from()));
    }
}
