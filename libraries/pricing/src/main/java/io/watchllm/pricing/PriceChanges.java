package io.watchllm.pricing;

import io.watchllm.pricing.PriceFile.Price;
import io.watchllm.pricing.PriceRow.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Changes that a price file makes to the topic. A price that is already there is no change; one that differs applies
 * from a given time on, and the old one remains for the time before.
 *
 * @param changes in the order of the file
 * @param unchanged number of prices that are already on the topic
 */
public record PriceChanges(List<Change> changes, int unchanged) {

    /** The kinds of change. */
    public enum Kind {
        /** There was no price with this key. */
        NEW,
        /** There was another price. */
        CHANGED,
        /** The file has the model, but no longer this tier of it. */
        ENDED
    }

    /**
     * One row to write.
     *
     * @param before the row it ends or replaces
     */
    public record Change(Kind kind, PriceRow row, @Nullable PriceRow before) {}

    /**
     * Compares a file with the topic.
     *
     * @param now when a price that differs from the old one takes effect
     * @param asked the requested time of effect instead, if any; it then also applies to models without any price,
     *     whose prices would otherwise hold for all time before
     */
    public static PriceChanges between(
            Collection<PriceRow> topic, PriceFile file, Instant now, @Nullable Instant asked) {
        return new Comparison(topic, now, asked).of(file);
    }

    private static final class Comparison {
        private final Map<List<String>, List<PriceRow>> models;
        private final Instant from;
        private final @Nullable Instant asked;
        private final List<Change> changes = new ArrayList<>();
        private int unchanged;

        Comparison(Collection<PriceRow> topic, Instant now, @Nullable Instant asked) {
            models = topic.stream().collect(Collectors.groupingBy(row -> model(row.key())));
            from = asked == null ? now : asked;
            this.asked = asked;
        }

        PriceChanges of(PriceFile file) {
            var byModel = file.prices().stream()
                    .collect(Collectors.groupingBy(
                            price -> model(price.key()), LinkedHashMap::new, Collectors.toList()));
            byModel.forEach((model, prices) -> {
                var rows = models.getOrDefault(model, List.of());
                for (var price : prices) {
                    compare(price, rows);
                }
                if (file.form() == PriceFile.Form.LITELLM) {
                    end(prices, rows);
                }
            });
            return new PriceChanges(List.copyOf(changes), unchanged);
        }

        private void compare(Price price, List<PriceRow> rows) {
            var begin = rows.isEmpty() && asked == null ? Instant.EPOCH : from;
            var row = price.row(begin);
            boolean dated = price.from() != null || price.to() != null;
            var before = dated ? same(row, rows) : held(price.key(), rows);
            if (before == null) {
                changes.add(new Change(Kind.NEW, row, null));
            } else if (before.prices().equals(row.prices())
                    && (!dated || before.period().equals(row.period()))) {
                unchanged++;
            } else {
                changes.add(new Change(Kind.CHANGED, row, before));
            }
        }

        /** The file is complete for its models: a tier that it no longer has ends. */
        private void end(List<Price> prices, List<PriceRow> rows) {
            var keys = prices.stream().map(Price::key).toList();
            rows.stream()
                    .map(PriceRow::key)
                    .distinct()
                    .filter(key -> !keys.contains(key))
                    .sorted(PriceKey.ORDER)
                    .forEach(key -> {
                        var before = held(key, rows);
                        if (before != null && before.period().from().isBefore(from)) {
                            var period = new Period(before.period().from(), from);
                            var row = new PriceRow(key, before.prices(), period, before.origin());
                            changes.add(new Change(Kind.ENDED, row, before));
                        }
                    });
        }

        /** The row that applies when changes take effect. */
        private @Nullable PriceRow held(PriceKey key, List<PriceRow> rows) {
            return rows.stream()
                    .filter(row -> row.key().equals(key) && row.period().contains(from))
                    .max(Comparator.comparing(row -> row.period().from()))
                    .orElse(null);
        }

        private static @Nullable PriceRow same(PriceRow wanted, List<PriceRow> rows) {
            return rows.stream()
                    .filter(row -> row.key().equals(wanted.key())
                            && row.period().from().equals(wanted.period().from()))
                    .findFirst()
                    .orElse(null);
        }

        private static List<String> model(PriceKey key) {
            return List.of(key.provider(), key.model());
        }
    }
}
