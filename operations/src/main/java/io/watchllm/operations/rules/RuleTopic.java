package io.watchllm.operations.rules;

import io.watchllm.alerting.rule.RuleReading;
import io.watchllm.control.AlertRule;
import io.watchllm.operations.kafka.CompactedTopic;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.registry.WriterSchemas;
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
}
