package io.watchllm.alerting.rule;

import io.watchllm.alerting.model.Observation;
import io.watchllm.control.RuleFilter;
import org.jspecify.annotations.Nullable;

/** Selects the events of a rule; null matches everything. */
public record Filter(
        @Nullable String env,
        @Nullable String provider,
        @Nullable String model,
        @Nullable String agent,
        @Nullable String tool,
        @Nullable String tag) {

    /** Matches every event. */
    public static final Filter ALL = new Filter(null, null, null, null, null, null);

    static Filter of(@Nullable RuleFilter record) {
        return record == null
                ? ALL
                : new Filter(
                        record.getEnv(),
                        record.getProvider(),
                        record.getModel(),
                        record.getAgent(),
                        record.getTool(),
                        record.getTag());
    }

    /** Whether the filter matches an observation. */
    public boolean matches(Observation seen) {
        var actor = seen.who().actor();
        return fits(env, seen.who().env())
                && fits(provider, actor.provider())
                && fits(model, actor.model())
                && fits(agent, actor.agent())
                && fits(tool, actor.tool())
                && (tag == null || seen.who().tags().contains(tag));
    }

    private static boolean fits(@Nullable String wanted, String found) {
        return wanted == null || wanted.equals(found);
    }
}
