package io.watchllm.cli.rules;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.alerting.rule.Filter;
import io.watchllm.alerting.rule.Levels;
import io.watchllm.alerting.rule.Measure;
import io.watchllm.alerting.rule.Rule;
import io.watchllm.alerting.rule.Target;
import java.time.Duration;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A rule in words. */
public final class RuleExplanation {

    private RuleExplanation() {}

    /** Some lines: whose events, what is counted, when it notifies, when it is over. */
    public static String text(Rule rule, boolean onTopic) {
        var active = new ActiveRule(rule);
        var lines = new StringJoiner("\n", "", "\n");
        lines.add("%s, version %d, %s, %s"
                .formatted(
                        rule.id(),
                        rule.version(),
                        onTopic ? "from the topic" : "ships inside",
                        rule.enabled() ? "switched on" : "switched off"));
        lines.add("looks at    " + looksAt(active));
        lines.add("counts for  each " + rule.target().scope()
                + (active.isDirect()
                        ? ", where its events are"
                        : ", over all partitions; events that do not name one are left out"));
        lines.add("measures    " + measure(active));
        policy(active, lines);
        return lines.toString();
    }

    private static String looksAt(ActiveRule active) {
        var target = active.rule().target();
        var kinds = active.kinds().stream()
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .toList();
        var project = target.project().equals(Target.EVERY_PROJECT) ? "every project" : "project " + target.project();
        var filter = target.filter().equals(Filter.ALL) ? "" : ", only those with " + filter(target.filter());
        return String.join(", ", kinds) + " of " + project + filter;
    }

    private static String filter(Filter filter) {
        var parts = new StringJoiner(", ");
        add(parts, "env", filter.env());
        add(parts, "provider", filter.provider());
        add(parts, "model", filter.model());
        add(parts, "agent", filter.agent());
        add(parts, "tool", filter.tool());
        add(parts, "tag", filter.tag());
        return parts.toString();
    }

    private static void add(StringJoiner parts, String name, @Nullable String value) {
        if (value != null) {
            parts.add(name + " " + value);
        }
    }

    private static String measure(ActiveRule active) {
        return switch (active.rule().measure()) {
            case Measure.Single single -> single.kind() + " of each event; " + levels(single.levels());
            case Measure.Window window ->
                "%s over %s in slides of %s, from %d events on; %s"
                        .formatted(
                                window.kind(),
                                time(window.windowMs()),
                                time(active.slideMs()),
                                window.minCount(),
                                levels(window.levels()));
            case Measure.Spike spike ->
                "%s over %s in slides of %s, from %d events and %s on; %s times what was before"
                        .formatted(
                                spike.kind(),
                                time(spike.windowMs()),
                                time(active.slideMs()),
                                spike.minCount(),
                                FixedPoint.text(spike.floor()),
                                levels(spike.factors()));
            case Measure.Budget budget ->
                "%s; the highest of %s percent of %s USD that was passed, then each further 100; late money counts"
                        .formatted(budget.kind(), budget.percents(), FixedPoint.text(budget.limit()));
            case Measure.Unpriced unpriced -> "the first call without a price, each day of " + unpriced.zone();
            case Measure.Silence silence -> "seconds without an event, once one was seen; " + levels(silence.levels());
            case Measure.Loop loop ->
                "the last 50 steps and tool calls: %s, %s; critical at %s times a limit"
                        .formatted(loop.repeats(), loop.bounds(), FixedPoint.text(loop.criticalFactor()));
        };
    }

    private static String levels(Levels levels) {
        var warn = levels.warn() == Levels.NONE ? "" : "warn at " + FixedPoint.text(levels.warn());
        var critical = levels.critical() == Levels.NONE ? "" : "critical at " + FixedPoint.text(levels.critical());
        return warn.isEmpty() || critical.isEmpty() ? warn + critical : warn + ", " + critical;
    }

    private static void policy(ActiveRule active, StringJoiner lines) {
        var policy = active.rule().policy();
        boolean stands = !(active.rule().measure() instanceof Measure.Single
                || active.rule().measure() instanceof Measure.Budget
                || active.rule().measure() instanceof Measure.Unpriced);
        if (stands) {
            lines.add("tells       at once"
                    + (policy.forN() == 1 ? "" : ", when it holds for " + policy.forN() + " slides")
                    + (policy.renotifyMs() == 0 ? "" : ", and again each " + time(policy.renotifyMs())));
            lines.add("is over     below " + policy.recoverRatio() + " of the bound for " + time(active.slideMs()));
        } else {
            lines.add("tells       at once; there is no end to be told");
        }
        lines.add("then        "
                + (policy.cooldownMs() == 0
                        ? "may tell again at once"
                        : "is silent for " + time(policy.cooldownMs()) + ", but for a higher level"));
        if (policy.capPerHour() > 0) {
            lines.add("at most     " + policy.capPerHour() + " alerts an hour of a group");
        }
        lines.add("notifies    nobody about events older than " + time(policy.maxEventAgeMs()));
        lines.add("forgets     a group after " + time(active.lifeMs()) + " without an event");
    }

    private static String time(long ms) {
        return Duration.ofMillis(ms).toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
