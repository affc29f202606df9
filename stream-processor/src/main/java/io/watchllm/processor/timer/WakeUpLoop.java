package io.watchllm.processor.timer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends due wake-ups: records without key or value, with the name of the application in a header. Runs on its own
 * thread with its own producer, without transactions. If it fails, alerts that wait for time are late; nothing else is
 * affected.
 */
public final class WakeUpLoop implements AutoCloseable {

    /**
     * Header of records between tasks of an application; another application that reads the same topics uses another
     * value.
     */
    public static final String APPLICATION = "watchllm.application";

    private static final Logger log = LoggerFactory.getLogger(WakeUpLoop.class);

    private static final long LOOK_EVERY_MS = 250;
    private static final long LOST_AFTER_MS = 5_000;

    private final WakeUps wakeUps;
    private final Producer<byte @Nullable [], byte @Nullable []> producer;
    private final Headers headers;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("alert-wake-ups").unstarted(task));

    /**
     * Sends nothing before {@link #start}.
     *
     * @param producer closed together with this object
     * @param applicationId of the tasks
     */
    WakeUpLoop(WakeUps wakeUps, Producer<byte @Nullable [], byte @Nullable []> producer, String applicationId) {
        this.wakeUps = wakeUps;
        this.producer = producer;
        headers = headers(applicationId);
    }

    /** A loop with a producer of these client properties. */
    public static WakeUpLoop of(WakeUps wakeUps, Map<String, Object> clients, String applicationId) {
        var properties = new LinkedHashMap<>(clients);
        // A late wake-up is useless: the next one is sent instead.
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LOST_AFTER_MS);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) LOST_AFTER_MS);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) LOST_AFTER_MS);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return new WakeUpLoop(
                wakeUps,
                new KafkaProducer<byte @Nullable [], byte @Nullable []>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer()),
                applicationId);
    }

    /** The headers of a record from one task of the application to another. */
    public static Headers headers(String applicationId) {
        return new RecordHeaders().add(APPLICATION, applicationId.getBytes(StandardCharsets.UTF_8));
    }

    /** Starts checking four times a second. */
    public void start() {
        var _ = timer.scheduleWithFixedDelay(this::round, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    private void round() {
        try {
            send(wakeUps.takeDue(System.currentTimeMillis()));
        } catch (RuntimeException failure) {
            // An exception would cancel the timer permanently.
            log.warn("wake-ups not sent, trying again later error={}", failure.toString());
        }
    }

    private void send(List<TopicPartition> due) {
        for (var target : due) {
            var wakeUp = new ProducerRecord<byte @Nullable [], byte @Nullable []>(
                    target.topic(), target.partition(), null, null, headers);
            var _ = producer.send(wakeUp, (_, failure) -> {
                if (failure != null) {
                    log.debug("wake-up not sent target={} error={}", target, failure.toString());
                }
            });
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        producer.close(Duration.ZERO);
    }
}
