package io.watchllm.operations.prices;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.clickhouse.data.ClickHouseFormat;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.watchllm.clickhouse.BlockClient;
import io.watchllm.pricing.PriceList;
import io.watchllm.pricing.PriceList.Attempt;
import io.watchllm.pricing.UnitPrices;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Prices of input tokens, cached and not, in the form that the query {@code cache_savings} expects: an entry for each
 * model and each time at which its price changes. They are standard prices of small calls, since a rollup knows neither
 * tier nor size; where the list has no price for cached tokens, the price of other tokens applies.
 */
public final class CachePrices {
    /** The query parameter that holds such prices. */
    public static final String PARAMETER = "prices";

    private static final String MODELS = "SELECT DISTINCT provider, model FROM hourly_report"
            + " WHERE project_id = {project:String} AND (tokens_cache_read != 0 OR tokens_cache_write != 0)"
            + " ORDER BY provider, model";
    private static final String STANDARD_TIER = "";
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private CachePrices() {}

    /**
     * A model, by its names in events.
     *
     * @param provider provider that served it; empty when not known
     * @param model its name
     */
    public record Model(String provider, String model) {}

    /** The models of a project that read from a cache or wrote to one. */
    public static List<Model> models(BlockClient reader, String project) {
        return reader.read(MODELS, Map.of("project", project), ClickHouseFormat.JSONCompactEachRow, answer -> {
            var models = new ArrayList<Model>();
            for (var line : new String(answer.readAllBytes(), UTF_8).lines().toList()) {
                var row = MAPPER.readValue(line, String[].class);
                models.add(new Model(row[0], row[1]));
            }
            return models;
        });
    }

    /** The JSON array; a model that is not in the list has no entry. */
    public static String json(PriceList list, Collection<Model> models) {
        var entries = new ArrayList<List<@Nullable Object>>();
        for (var model : models) {
            var found = list.resolve(model.provider().isEmpty() ? null : model.provider(), model.model())
                    .found();
            for (var since : changes(found)) {
                entries.add(entry(model, since, prices(found, since)));
            }
        }
        try {
            return MAPPER.writeValueAsString(entries);
        } catch (JsonProcessingException problem) {
            throw new IllegalStateException("prices can't be written as JSON", problem);
        }
    }

    /** The times at which another price takes effect, or the last one expires. */
    private static SortedSet<Instant> changes(List<Attempt> found) {
        var times = new TreeSet<Instant>();
        for (var attempt : found) {
            for (var row : Objects.requireNonNull(attempt.found()).rows()) {
                times.add(row.period().from());
                var to = row.period().to();
                if (to != null) {
                    times.add(to);
                }
            }
        }
        return times;
    }

    private static @Nullable UnitPrices prices(List<Attempt> found, Instant time) {
        for (var attempt : found) {
            var selection = Objects.requireNonNull(attempt.found()).select(time, STANDARD_TIER, 0);
            if (selection != null) {
                return selection.row().prices();
            }
        }
        return null;
    }

    private static List<@Nullable Object> entry(Model model, Instant since, @Nullable UnitPrices prices) {
        var seconds = Math.max(0, since.getEpochSecond());
        return prices == null
                ? Arrays.asList(model.provider(), model.model(), seconds, null, null, null)
                : Arrays.asList(
                        model.provider(),
                        model.model(),
                        seconds,
                        prices.input(),
                        otherwise(prices.cacheRead(), prices.input()),
                        otherwise(prices.cacheWrite(), prices.input()));
    }

    private static BigDecimal otherwise(@Nullable BigDecimal price, BigDecimal input) {
        return price == null ? input : price;
    }
}
