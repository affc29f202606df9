package io.watchllm.pricing;

import io.watchllm.pricing.PriceIndex.Form;
import io.watchllm.schemas.Word;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All currently known prices: those of the topic and, as a fallback, the built-in ones. Immutable. */
public final class PriceList {

    private final PriceIndex topic;
    private final PriceIndex builtIn;

    private PriceList(PriceIndex topic, PriceIndex builtIn) {
        this.topic = topic;
        this.builtIn = builtIn;
    }

    /** A layer of the list; the whole lookup chain is tried on the first layer before the second. */
    public enum Layer implements Word {
        TOPIC,
        BUILT_IN
    }

    /**
     * One lookup.
     *
     * @param providers the providers searched; empty for the model's maker
     * @param name the form of the name
     */
    public record Attempt(
            Layer layer,
            Step step,
            List<String> providers,
            String name,
            @Nullable ModelPrices found) {}

    /** All lookups, in order. */
    public record Resolution(List<Attempt> attempts, List<Attempt> found) {}

    /** A list of these rows. */
    public static PriceList of(Collection<PriceRow> topic, Collection<PriceRow> builtIn) {
        return new PriceList(new PriceIndex(topic), new PriceIndex(builtIn));
    }

    /** The same built-in prices with these rows of the topic. */
    public PriceList withTopic(Collection<PriceRow> rows) {
        return new PriceList(new PriceIndex(rows), builtIn);
    }

    /** Number of rows of a layer. */
    public int rows(Layer layer) {
        return index(layer).rows();
    }

    /** Longest model or provider name that is looked up, in characters. */
    private static final int NAME_CHARACTERS_MAX = 1_000;

    /** Whether a name is too long for any list, so that {@link #resolve} skips it. */
    static boolean isTooLong(@Nullable String provider, String model) {
        return model.length() > NAME_CHARACTERS_MAX || (provider != null && provider.length() > NAME_CHARACTERS_MAX);
    }

    /**
     * Runs the lookup chain for a model. Slow, so callers cache the result. Finds nothing for a name of more than
     * {@value #NAME_CHARACTERS_MAX} characters: matching model families takes quadratic time.
     */
    public Resolution resolve(@Nullable String provider, String model) {
        if (isTooLong(provider, model)) {
            return new Resolution(List.of(), List.of());
        }
        var asked = known(provider == null ? "" : provider);
        var attempts = new ArrayList<Attempt>();
        for (var layer : Layer.values()) {
            new Search(layer, asked, attempts).run(model);
        }
        var found = new ArrayList<Attempt>();
        for (var attempt : attempts) {
            if (attempt.found() != null && found.stream().noneMatch(each -> each.found() == attempt.found())) {
                found.add(attempt);
            }
        }
        return new Resolution(List.copyOf(attempts), List.copyOf(found));
    }

    /** The candidate providers, without those that have no prices. */
    private List<String> known(String provider) {
        return Providers.meant(provider).stream()
                .filter(meant -> topic.knows(meant) || builtIn.knows(meant))
                .toList();
    }

    private PriceIndex index(Layer layer) {
        return layer == Layer.TOPIC ? topic : builtIn;
    }

    /** One run of the chain in one layer. */
    private final class Search {
        private final Layer layer;
        private final List<String> asked;
        private final List<Attempt> attempts;

        Search(Layer layer, List<String> asked, List<Attempt> attempts) {
            this.layer = layer;
            this.asked = asked;
            this.attempts = attempts;
        }

        void run(String model) {
            var lower = ModelNames.lower(model);
            // xai/grok-3 is xAI's, even if a reseller has a model with exactly that name.
            var here = asked.isEmpty() ? known(beforeSlash(lower)) : asked;
            tryName(Step.EXACT, Form.EXACT, model, here);
            tryName(Step.LOWER_CASE, Form.LOWER, lower, here);
            tryName(Step.DOTS_AS_HYPHENS, Form.HYPHENS, ModelNames.hyphens(lower), here);
            var families = new ArrayList<String>(List.of(lower));
            for (var name : ModelNames.withoutDate(lower)) {
                tryName(Step.WITHOUT_DATE, Form.HYPHENS, name, here);
                families.add(name);
            }
            var before = asked;
            for (var rest : ModelNames.withoutPrefix(lower)) {
                // A prefix may name the provider: openrouter/…, anthropic.…
                var named = known(rest.prefix());
                before = named.isEmpty() ? before : named;
                tryRest(rest.name(), before);
                families.add(rest.name());
            }
            for (var name : families) {
                tryFamily(name, asked.isEmpty() ? before : asked);
            }
        }

        private static String beforeSlash(String name) {
            return name.substring(0, Math.max(0, name.indexOf('/')));
        }

        private void tryRest(String rest, List<String> named) {
            var names = new ArrayList<String>(List.of(rest));
            names.addAll(ModelNames.withoutDate(rest));
            // The provider named by the call comes first, then the one in the model's name, then the model's maker.
            var first = asked.isEmpty() ? named : asked;
            var second = asked.isEmpty() ? asked : named;
            for (var name : names) {
                tryName(Step.WITHOUT_PREFIX, Form.HYPHENS, name, first);
            }
            if (!second.equals(first)) {
                for (var name : names) {
                    tryName(Step.WITHOUT_PREFIX, Form.HYPHENS, name, second);
                }
            }
        }

        private void tryName(Step step, Form form, String name, List<String> providers) {
            attempts.add(new Attempt(layer, step, providers, name, index(layer).find(form, name, providers)));
        }

        private void tryFamily(String name, List<String> providers) {
            attempts.add(new Attempt(
                    layer, Step.FAMILY, providers, name, index(layer).family(name, providers)));
        }
    }
}
