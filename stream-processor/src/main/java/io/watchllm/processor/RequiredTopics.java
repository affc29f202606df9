package io.watchllm.processor;

import io.watchllm.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Reports all missing topics at startup; Kafka Streams would discover them one at a time while running. */
final class RequiredTopics {

    private RequiredTopics() {}

    /** @throws StartException when a topic is missing, or Kafka does not answer in time */
    static void check(Map<String, Object> clientProperties, List<Topic> topics, Duration timeout) {
        try (var admin = Admin.create(clientProperties)) {
            var answers = admin.describeTopics(topics.stream().map(Topic::name).toList())
                    .topicNameValues();
            var missing = missing(answers, timeout, clientProperties.get("bootstrap.servers"));
            if (!missing.isEmpty()) {
                throw new StartException(
                        "Missing on %s: %s. Run: watchllm topics create"
                                .formatted(
                                        clientProperties.get("bootstrap.servers"),
                                        String.join(
                                                ", ", missing.stream().sorted().toList())),
                        null);
            }
        }
    }

    private static List<String> missing(
            Map<String, KafkaFuture<TopicDescription>> answers, Duration timeout, @Nullable Object brokers) {
        var missing = new ArrayList<String>();
        answers.forEach((topic, answer) -> {
            try {
                answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException failure) {
                if (!(failure.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw noAnswer(brokers, failure.getCause() == null ? failure : failure.getCause());
                }
                missing.add(topic);
            } catch (TimeoutException failure) {
                throw noAnswer(brokers, failure);
            } catch (InterruptedException failure) {
                Thread.currentThread().interrupt();
                throw noAnswer(brokers, failure);
            }
        });
        return missing;
    }

    private static StartException noAnswer(@Nullable Object brokers, Throwable cause) {
        return new StartException(
                "Kafka at %s did not say which topics it has (%s). Check that it runs and that WATCHLLM_KAFKA_BOOTSTRAP is right."
                        .formatted(brokers, cause),
                cause);
    }
}
