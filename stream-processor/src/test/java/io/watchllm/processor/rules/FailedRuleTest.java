package io.watchllm.processor.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.alerting.rule.FailedRule;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.DeadLetter.Refusal;
import io.watchllm.schemas.DeadLetter.Stage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailedRuleTest {

    private static final FailedRule RULE = new FailedRule("spend", 3);

    @Test
    void shouldKnowTheRuleOfItsDeadLetterAndNoOther() {
        assertThat(FailedRule.of(deadLetter(FailedRule.REASON, RULE.origin()))).contains(RULE);
        assertThat(FailedRule.of(deadLetter("no_key", RULE.origin()))).isEmpty();
        assertThat(FailedRule.of(deadLetter(FailedRule.REASON, new DeadLetter.FromTopic("alert-rule/spend", 0, 3))))
                .isEmpty();
    }

    private static DeadLetter deadLetter(String reason, DeadLetter.Origin origin) {
        return new DeadLetter(null, null, List.of(), origin, new Refusal(Stage.PROCESSOR, reason, "", Instant.EPOCH));
    }
}
