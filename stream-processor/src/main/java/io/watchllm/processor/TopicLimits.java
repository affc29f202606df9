package io.watchllm.processor;

import io.watchllm.processor.store.AlertStateStore;
import io.watchllm.processor.store.EventCountsStore;
import io.watchllm.processor.write.Output;
import io.watchllm.schemas.EventCountKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that the output topics accept records as large as the processor may write. Otherwise the processor would fail
 * at its first large record, and again after each restart.
 */
final class TopicLimits {

    private static final Logger log = LoggerFactory.getLogger(TopicLimits.class);

    private TopicLimits() {}

    /**
     * Compares {@code max.message.bytes} of each topic with the largest record that may be written to it. A changelog
     * that does not exist yet is fine: it is created with the right limit. A limit that Kafka does not report is only
     * logged.
     *
     * @throws StartException when a topic's limit is too small
     */
    static void check(Map<String, Object> clientProperties, String applicationId, Duration timeout) {
        var needed = needed(applicationId);
        try (var admin = Admin.create(clientProperties)) {
            var resources = needed.keySet().stream()
                    .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                    .toList();
            var problems = new ArrayList<String>();
            admin.describeConfigs(resources).values().forEach((resource, answer) -> {
                var found = found(resource.name(), answer, timeout);
                int wanted = needed.getOrDefault(resource.name(), 0);
                if (found < wanted) {
                    problems.add(problem(resource.name(), found, wanted));
                }
            });
            if (!problems.isEmpty()) {
                throw new StartException(
                        "Topics take smaller records than the processor may write, and it would end at the first large one. %s."
                                .formatted(String.join(
                                        "; ", problems.stream().sorted().toList())),
                        null);
            }
        }
    }

    private static Map<String, Integer> needed(String applicationId) {
        var needed = new LinkedHashMap<String, Integer>();
        for (var output : Output.values()) {
            needed.put(output.topic().name(), output.topic().storage().messageBytesMax());
        }
        for (var topic : List.of(AlertStateStore.RUNS, AlertStateStore.GROUPS)) {
            needed.put(applicationId + "-" + topic + "-changelog", AlertStateStore.CHANGELOG_BYTES_MAX);
        }
        EventCountKey.changelogs(applicationId)
                .forEach(topic -> needed.put(topic, EventCountsStore.CHANGELOG_BYTES_MIN));
        return needed;
    }

    private static String problem(String topic, long found, int wanted) {
        return "%s: %s is %d, expected %d or more: kafka-configs.sh --alter --entity-type topics --entity-name %s --add-config %s=%d"
                .formatted(
                        topic,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        found,
                        wanted,
                        topic,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        wanted);
    }

    /** The topic's limit, or the largest number if it is unknown. */
    private static long found(String topic, KafkaFuture<Config> answer, Duration timeout) {
        try {
            var entry = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
            return entry == null || entry.value() == null ? Long.MAX_VALUE : Long.parseLong(entry.value());
        } catch (ExecutionException failure) {
            if (!(failure.getCause() instanceof UnknownTopicOrPartitionException)) {
                log.warn(
                        "could not see how large the records of a topic may be topic={} error={}",
                        topic,
                        String.valueOf(failure.getCause()));
            }
        } catch (TimeoutException failure) {
            log.warn("could not see how large the records of a topic may be topic={} error=no answer", topic);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new StartException("The start was interrupted.", failure);
        }
        return Long.MAX_VALUE;
    }
}
