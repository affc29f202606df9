package io.watchllm.cli.notifier;

import io.watchllm.notifier.send.UndeliveredAlert;
import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.schemas.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The alerts that targets could not be told, oldest first; one that was delivered after all is not among them. */
public final class UndeliveredBox {
    private final Map<String, UndeliveredAlert> open = new LinkedHashMap<>();
    private int foreign;

    /** Reads the topic up to its present end. */
    public UndeliveredBox(TopicReader topic) {
        topic.read(Topics.UNDELIVERED_ALERTS.name(), this::take);
    }

    private boolean take(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        try {
            var alert = UndeliveredAlert.from(record);
            open.remove(alert.key());
            if (!alert.resolved()) {
                open.put(alert.key(), alert);
            }
        } catch (IllegalArgumentException notOurs) {
            // Somebody else's record must not hide the others; it is counted.
            foreign++;
        }
        return true;
    }

    /** Those that are still undelivered. */
    public List<UndeliveredAlert> open() {
        return List.copyOf(open.values());
    }

    /** Records of the topic that are none. */
    public int foreign() {
        return foreign;
    }
}
