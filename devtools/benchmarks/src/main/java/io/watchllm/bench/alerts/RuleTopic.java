package io.watchllm.bench.alerts;

import io.watchllm.bench.stack.BulkProducer;
import io.watchllm.bench.stack.PipelineTopics;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.WireFormat;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/** {@code watchllm.alert-rules} with the rules of the benchmark. */
final class RuleTopic {
    private RuleTopic() {}

    /** Creates the pipeline's topics and puts so many rules on theirs. */
    static void fill(KafkaSettings kafka, int rules) {
        var schemaId = PipelineTopics.create(kafka).schemaId(Topics.ALERT_RULES);
        try (var producer = new BulkProducer(kafka)) {
            for (var rule : RuleMix.rules(rules)) {
                producer.send(new ProducerRecord<>(
                        Topics.ALERT_RULES.name(),
                        rule.getRuleId().getBytes(StandardCharsets.UTF_8),
                        WireFormat.encode(schemaId, rule)));
            }
        }
    }
}
