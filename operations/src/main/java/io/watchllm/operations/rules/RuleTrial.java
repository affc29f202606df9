package io.watchllm.operations.rules;

import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.group.RuleDryRun;
import io.watchllm.alerting.group.RuleSet;
import io.watchllm.alerting.rule.Rule;
import io.watchllm.events.Event;
import io.watchllm.events.PromptCall;
import io.watchllm.pricing.Pricer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs rules over recorded events as the stream does: each event is priced, and the order of the calls stands for the
 * order of arrival.
 */
public final class RuleTrial {
    private static final int GROUPS_MAX = 1_000_000;

    private final Pricer pricer;
    private final RuleDryRun rehearsal;
    private @Nullable Instant newest;

    public RuleTrial(List<Rule> rules, Pricer pricer, AlertSink sink) {
        this.pricer = pricer;
        rehearsal = new RuleDryRun(RuleSet.of(rules), GROUPS_MAX, 0, sink);
    }

    /** Processes the next event. */
    public void observe(Event event) {
        newest = newest == null || newest.isBefore(event.getTimestamp()) ? event.getTimestamp() : newest;
        var pricing = event.getPayload() instanceof PromptCall call ? pricer.price(call, event.getTimestamp()) : null;
        rehearsal.observe(event, pricing);
    }

    /** Simulates a pause of this length after the last event: standing alerts end, and silence is detected. */
    public void pass(Duration after) {
        if (newest != null) {
            rehearsal.pass(newest.plus(after).toEpochMilli());
        }
    }
}
