package io.watchllm.processor.core.price;

import io.watchllm.processor.core.price.PriceIndex.Form;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** All prices that are known at a moment: those of the topic, and behind them those that ship inside. Immutable. */
public final class PriceList {

    private final PriceIndex topic;
    private final PriceIndex builtIn;

    private PriceList(PriceIndex topic, PriceIndex builtIn) {
        this.topic = topic;
        this.builtIn = builtIn;
    }

    /** A list of prices within the whole; the whole chain is gone through in the first before the second is asked. */
    public enum Layer {
        TOPIC,
        BUILT_IN;

        /** As it is written in metrics and for people. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One look into the list.
     *
     * @param layer the list that was asked
     * @param step the step of the chain
     * @param providers whose prices were looked for; none for whoever makes the model
     * @param name the form of the name
     * @param found what was there, if anything
     */
    public record Attempt(
            Layer layer,
            Step step,
            List<String> providers,
            String name,
            @Nullable ModelPrices found) {}

    /**
     * Everything that was looked for, in order.
     *
     * @param found the attempts that found something, each model once
     */
    public record Resolution(List<Attempt> attempts, List<Attempt> found) {}

    /** A list of these rows. */
    public static PriceList of(Collection<PriceRow> topic, Collection<PriceRow> builtIn) {
        return new PriceList(new PriceIndex(topic), new PriceIndex(builtIn));
    }

    /** The same built-in prices, and these of the topic. */
    public PriceList withTopic(Collection<PriceRow> rows) {
        return new PriceList(new PriceIndex(rows), builtIn);
    }

    /** How many rows a layer has. */
    public int rows(Layer layer) {
        return index(layer).rows();
    }

    /** Longest name of a model, and of a provider, that is looked for, in characters. */
    private static final int NAME_CHARACTERS_MAX = 1_000;

    /** Whether names are so long that no list has them, and {@link #resolve} does not look for them. */
    static boolean isTooLong(@Nullable String provider, String model) {
        return model.length() > NAME_CHARACTERS_MAX || (provider != null && provider.length() > NAME_CHARACTERS_MAX);
    }

    /**
     * Goes through the chain for a model. Takes some time: callers keep the answer. Finds nothing for a name of more
     * than {@value #NAME_CHARACTERS_MAX} characters: to look for a family that it is of takes time that grows with its
     * square.
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

    /** The providers that are meant, without those that no price is known of. */
    private List<String> known(String provider) {
        return Providers.meant(provider).stream()
                .filter(meant -> topic.knows(meant) || builtIn.knows(meant))
                .toList();
    }

    private PriceIndex index(Layer layer) {
        return layer == Layer.TOPIC ? topic : builtIn;
    }

    /** One way through the chain in one layer. */
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
            // xai/grok-3 is xAI's, though a reseller may have a model of just that name.
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
            // Who is named in the call goes first, then who is named in the model, then who makes it.
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
