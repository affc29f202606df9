package io.watchllm.pricing;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchllm.pricing.PriceFile.Price;
import io.watchllm.pricing.PriceFile.Skipped;
import io.watchllm.pricing.PriceRow.Origin;
import io.watchllm.strictfile.StrictFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * LiteLLM's price list: one flat object from model to properties. It has no dates, uses several names for one provider,
 * and has extra fields for prices above a size or of a service tier, which {@link LiteLlmModel} reads.
 */
final class LiteLlmFile {

    /** Entry that documents the fields, with text instead of numbers. */
    private static final String SAMPLE = "sample_spec";

    private static final String UPDATED = "last_updated";
    private static final int DATE_LENGTH = "2026-07-24".length();

    private final Origin origin;
    private final Map<Skipped, List<String>> skipped = new EnumMap<>(Skipped.class);
    private final Map<List<String>, List<Price>> models = new LinkedHashMap<>();

    private LiteLlmFile(Origin origin) {
        this.origin = origin;
    }

    static PriceFile read(JsonNode root, String version) {
        var updated = root.path(UPDATED).asText("");
        var dated = updated.length() >= DATE_LENGTH ? "litellm-" + updated.substring(0, DATE_LENGTH) : version;
        var file = new LiteLlmFile(new Origin(dated, "LiteLLM model_prices_and_context_window.json"));
        // Names that contain their provider come before those that leave it to a field: the latter are aliases of the
        // former.
        root.properties().stream()
                .filter(entry -> entry.getValue().isObject() && !entry.getKey().equals(SAMPLE))
                .sorted(Comparator.comparing(entry -> !entry.getKey().contains("/")))
                .forEach(entry -> file.add(entry.getKey(), entry.getValue()));
        if (file.models.isEmpty() && file.skipped.isEmpty()) {
            throw new StrictFileException(
                    "the file has no model; expected LiteLLM's model_prices_and_context_window.json, or an object with price_version, source and prices");
        }
        var prices = file.models.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Price::key, PriceKey.ORDER))
                .toList();
        return new PriceFile(PriceFile.Form.LITELLM, file.origin, prices, file.skipped);
    }

    private void add(String name, JsonNode properties) {
        var provider = properties.path("litellm_provider").asText("");
        var canonical = Providers.canonical(provider);
        var own = withoutProvider(withoutProvider(name, provider), canonical);
        var prices = new ArrayList<Price>();
        try {
            var model = new LiteLlmModel(properties);
            var problem = model.problem();
            if (problem != null) {
                skip(problem, name);
                return;
            }
            model.prices().forEach((tier, unit) -> {
                var key = new PriceKey(canonical, own, tier.serviceTier(), tier.minInputTokens());
                prices.add(new Price(key, unit, null, null, origin));
            });
        } catch (IllegalArgumentException | ArithmeticException broken) {
            skip(Skipped.BROKEN, name);
            return;
        }
        if (models.putIfAbsent(List.of(canonical, own), prices) != null) {
            skip(Skipped.REPEATED, name);
        }
    }

    private void skip(Skipped why, String name) {
        skipped.computeIfAbsent(why, each -> new ArrayList<>()).add(name);
    }

    private static String withoutProvider(String name, @Nullable String provider) {
        var prefix = provider + "/";
        return name.startsWith(prefix) && name.length() > prefix.length() ? name.substring(prefix.length()) : name;
    }
}
