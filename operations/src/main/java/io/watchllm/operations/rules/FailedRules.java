package io.watchllm.operations.rules;

import io.watchllm.alerting.rule.FailedRule;
import io.watchllm.operations.deadletter.DeadLetterReader;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.schemas.Topics;
import java.util.HashSet;
import java.util.Set;

/** Finds rules that a processor has switched off because they failed, from the dead letters. */
public final class FailedRules {

    private FailedRules() {}

    /** The failed rules whose dead letter is not resolved. */
    public static Set<FailedRule> read(KafkaConnection kafka) {
        var failed = new HashSet<FailedRule>();
        try (var consumer = kafka.consumer()) {
            new DeadLetterReader(new TopicReader(consumer), kafka.ends(Topics.DEAD_LETTERS.name())).read(stored -> {
                if (!stored.resolved()) {
                    FailedRule.of(stored.deadLetter()).ifPresent(failed::add);
                }
                return true;
            });
        }
        return failed;
    }
}
