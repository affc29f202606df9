package io.watchllm.operations.input;

import io.watchllm.privacy.DeadLetterRedaction;
import io.watchllm.privacy.Findings;
import io.watchllm.privacy.PrivacyRules;
import java.util.function.UnaryOperator;

/** Redacts invalid input by every privacy rule, since its project is not known. */
public final class InputPrivacy implements UnaryOperator<InputEvent.Bad> {
    private final DeadLetterRedaction redaction;

    private InputPrivacy(DeadLetterRedaction redaction) {
        this.redaction = redaction;
    }

    /** A redaction by these rules; without any, input stays unchanged. */
    public static UnaryOperator<InputEvent.Bad> of(PrivacyRules rules) {
        return rules.isEmpty() ? UnaryOperator.identity() : new InputPrivacy(new DeadLetterRedaction(rules));
    }

    @Override
    public InputEvent.Bad apply(InputEvent.Bad input) {
        var scope = redaction.everyRule();
        return new InputEvent.Bad(
                input.line(),
                redaction.bytes(input.raw(), scope, new Findings()),
                redaction.message(input.problem(), scope, new Findings()));
    }
}
