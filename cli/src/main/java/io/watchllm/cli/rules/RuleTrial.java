package io.watchllm.cli.rules;

import io.watchllm.events.Event;
import io.watchllm.events.PromptCall;
import io.watchllm.processor.core.alert.AlertSink;
import io.watchllm.processor.core.alert.rule.Rule;
import io.watchllm.processor.core.alert.stage.Rehearsal;
import io.watchllm.processor.core.alert.stage.RuleSet;
import io.watchllm.processor.core.price.Pricer;
import java.time.Instant;
import java.util.List;

/** Runs rules over recorded events, as the stream would: each event once, priced, in the order of time. */
public final class RuleTrial {
    private static final int GROUPS_MAX = 1_000_000;

    private final Pricer pricer;
    private final Rehearsal rehearsal;

    public RuleTrial(List<Rule> rules, Pricer pricer, AlertSink sink) {
        this.pricer = pricer;
        rehearsal = new Rehearsal(RuleSet.of(rules), GROUPS_MAX, 0, sink);
    }

    /** The next event. */
    public void observe(Event event) {
        var pricing = event.getPayload() instanceof PromptCall call ? pricer.price(call, event.getTimestamp()) : null;
        rehearsal.observe(event, pricing);
    }

    /** Nothing comes until this time: standing alerts end, and silence is noticed. */
    public void pass(Instant until) {
        rehearsal.pass(until.toEpochMilli());
    }
}
