package io.watchllm.operations.input;

import io.watchllm.processor.core.privacy.DeadLetterRedaction;
import io.watchllm.processor.core.privacy.Findings;
import io.watchllm.processor.core.privacy.PrivacyRules;
import java.util.function.UnaryOperator;

/** Takes out of input that is no event what the rules find, every rule, since nobody knows whose input it is. */
public final class InputPrivacy implements UnaryOperator<InputEvent.Bad> {
    private final DeadLetterRedaction redaction;

    private InputPrivacy(DeadLetterRedaction redaction) {
        this.redaction = redaction;
    }

    /** By these rules; without any, input stays as it is. */
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
