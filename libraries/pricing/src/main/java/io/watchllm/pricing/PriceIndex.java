package io.watchllm.pricing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Index of one price list by provider and each form of a model's name. Immutable. */
final class PriceIndex {

    /** Name forms under which a price is indexed. */
    enum Form {
        EXACT,
        LOWER,
        HYPHENS;

        private String of(String name) {
            return switch (this) {
                case EXACT -> name;
                case LOWER -> ModelNames.lower(name);
                case HYPHENS -> ModelNames.hyphens(name);
            };
        }
    }

    private record Family(Pattern pattern, ModelPrices prices) {}

    private final Map<Form, Map<String, Map<String, ModelPrices>>> names = new EnumMap<>(Form.class);
    private final List<Family> families = new ArrayList<>();
    private final Set<String> providers = new TreeSet<>();
    private final int rows;

    PriceIndex(Collection<PriceRow> all) {
        rows = all.size();
        for (var form : Form.values()) {
            names.put(form, new HashMap<>());
        }
        for (var prices : byModel(all)) {
            providers.add(prices.provider());
            if (prices.rows().getFirst().key().isFamily()) {
                families.add(new Family(pattern(prices.model()), prices));
            } else {
                names.forEach(
                        (form, byName) -> byName.computeIfAbsent(form.of(prices.model()), name -> new HashMap<>(2))
                                // Two models may differ only in case: the first in order gets their common form.
                                .putIfAbsent(prices.provider(), prices));
            }
        }
        // Longer patterns first, as they are more specific; among equal lengths, the first in order.
        families.sort(Comparator.comparingInt(family -> -family.prices().model().length()));
    }

    private static List<ModelPrices> byModel(Collection<PriceRow> all) {
        return all.stream()
                .sorted(PriceRow.ORDER)
                .collect(Collectors.groupingBy(
                        row -> List.of(row.key().provider(), row.key().model()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values()
                .stream()
                .map(ModelPrices::new)
                .toList();
    }

    private static Pattern pattern(String glob) {
        var parts = ModelNames.hyphens(glob).split("\\*", -1);
        var regex = new StringBuilder();
        for (var part : parts) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.compile(regex.toString());
    }

    int rows() {
        return rows;
    }

    boolean knows(String provider) {
        return providers.contains(provider);
    }

    /**
     * The prices under a form of a name, or null.
     *
     * @param asked candidate providers, most likely first; empty when the call does not name one
     */
    @Nullable
    ModelPrices find(Form form, String name, List<String> asked) {
        var byName = names.get(form);
        var byProvider = byName == null ? null : byName.get(form.of(name));
        if (byProvider == null) {
            return null;
        }
        var found = first(byProvider, asked);
        if (found == null) {
            found = byProvider.get("");
        }
        return found == null && asked.isEmpty() ? atHome(byProvider, name) : found;
    }

    /** The prices of the matching model family, or null. */
    @Nullable
    ModelPrices family(String name, List<String> asked) {
        var form = ModelNames.hyphens(name);
        var allowed = asked.isEmpty() ? Providers.home(form) : asked;
        for (var family : families) {
            var provider = family.prices().provider();
            if ((provider.isEmpty() || allowed.contains(provider))
                    && family.pattern().matcher(form).matches()) {
                return family.prices();
            }
        }
        return null;
    }

    /** Without a provider in the call: the price of the model's maker, or of its only provider. */
    private static @Nullable ModelPrices atHome(Map<String, ModelPrices> byProvider, String name) {
        var found = first(byProvider, Providers.home(ModelNames.lower(name)));
        if (found == null && byProvider.size() == 1) {
            return byProvider.values().iterator().next();
        }
        return found;
    }

    private static @Nullable ModelPrices first(Map<String, ModelPrices> byProvider, List<String> asked) {
        for (var provider : asked) {
            var found = byProvider.get(provider);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
