package io.watchllm.processor.rules;

import io.watchllm.processor.core.alert.rule.Rule;
import io.watchllm.schemas.DeadLetter;
import java.util.Optional;

/**
 * A rule that a processor has switched off because it failed, as the dead letter names it. The dead letter holds no
 * record: replayed, one without a value would delete the rule.
 *
 * @param id of the rule
 * @param version that failed; another one is another try
 */
public record FailedRule(String id, int version) {

    /** Reason of the dead letter. */
    public static final String REASON = "rule_failed";

    private static final String SOURCE = "alert-rule/";

    /** The rule, which has failed. */
    public static FailedRule of(Rule rule) {
        return new FailedRule(rule.id(), rule.version());
    }

    /** The rule that a dead letter is about; empty when it is about something else. */
    public static Optional<FailedRule> of(DeadLetter deadLetter) {
        return deadLetter.reason().equals(REASON)
                        && deadLetter.origin() instanceof DeadLetter.FromInput origin
                        && origin.source().startsWith(SOURCE)
                ? Optional.of(new FailedRule(origin.source().substring(SOURCE.length()), (int) origin.line()))
                : Optional.empty();
    }

    /** Where the dead letter says that it comes from. */
    public DeadLetter.Origin origin() {
        return new DeadLetter.FromInput(SOURCE + id, version);
    }
}
