package io.watchllm.operations.rules;

import io.watchllm.alerting.rule.FailedRule;
import io.watchllm.alerting.rule.RuleReading;
import io.watchllm.control.AlertRule;
import io.watchllm.operations.deadletter.DeadLetterReader;
import io.watchllm.operations.kafka.CompactedTopic;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.registry.WriterSchemas;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** The topic of alert rules. */
public final class RuleTopic extends CompactedTopic<AlertRule> {
    public RuleTopic(KafkaConnection connection) {
        super(connection, Topics.ALERT_RULES);
    }

    @Override
    protected Decoder<AlertRule> decoder(WriterSchemas schemas) {
        var reading = new RuleReading(schemas);
        return (key, value) -> reading.read(key, value).record();
    }

    @Override
    protected String key(AlertRule rule) {
        return rule.getRuleId();
    }

    @Override
    protected SpecificRecord record(AlertRule rule) {
        return rule;
    }

    /** The rules that a processor disabled because they failed, and whose dead letter is not resolved. */
    public static Set<FailedRule> failed(KafkaConnection kafka) {
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
