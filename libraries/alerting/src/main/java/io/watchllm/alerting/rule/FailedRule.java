package io.watchllm.alerting.rule;

import io.watchllm.schemas.DeadLetter;
import java.util.Optional;

/**
 * A rule that the processor disabled because it failed, as named by the dead letter. The dead letter contains no
 * record: replaying one without a value would delete the rule.
 *
 * @param id of the rule
 * @param version that failed; another version is tried again
 */
public record FailedRule(String id, int version) {

    /** Reason of the dead letter. */
    public static final String REASON = "rule_failed";

    private static final String SOURCE = "alert-rule/";

    /** A failed rule. */
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

    /** Origin in the dead letter. */
    public DeadLetter.Origin origin() {
        return new DeadLetter.FromInput(SOURCE + id, version);
    }
}
