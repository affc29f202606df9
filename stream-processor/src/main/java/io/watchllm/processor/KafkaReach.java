package io.watchllm.processor;

import io.watchllm.runtime.Health.Status;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks every two seconds, on its own thread, whether Kafka answers. Needed because Kafka Streams stays RUNNING
 * indefinitely while no broker is reachable.
 */
final class KafkaReach implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaReach.class);

    private static final Duration ASK_EVERY = Duration.ofSeconds(2);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    private static final Duration AWAY_AFTER = Duration.ofSeconds(6);

    private final Admin admin;
    private final String brokers;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("kafka-reach").unstarted(task));
    private volatile long answeredNanos = System.nanoTime();
    private boolean away;

    /**
     * Starts checking.
     *
     * @param admin closed together with this object
     * @param brokers bootstrap servers, for messages
     */
    KafkaReach(Admin admin, String brokers) {
        this.admin = admin;
        this.brokers = brokers;
        var _ = timer.scheduleWithFixedDelay(
                this::ask, ASK_EVERY.toMillis(), ASK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Down when Kafka has not answered for six seconds. */
    Status status() {
        var silent = Duration.ofNanos(System.nanoTime() - answeredNanos);
        return silent.compareTo(AWAY_AFTER) < 0
                ? Status.UP
                : Status.down("Kafka at %s has not answered for %d s".formatted(brokers, silent.toSeconds()));
    }

    private void ask() {
        try {
            var options = new DescribeClusterOptions().timeoutMs((int) ANSWER_WITHIN.toMillis());
            admin.describeCluster(options).clusterId().get();
            answeredNanos = System.nanoTime();
            if (away) {
                log.info("Kafka answers again brokers={}", brokers);
            }
            away = false;
        } catch (ExecutionException failure) {
            if (!away) {
                log.warn("Kafka does not answer brokers={} error={}", brokers, String.valueOf(failure.getCause()));
            }
            away = true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            // An exception would cancel the timer permanently.
            log.warn("Kafka could not be asked brokers={} error={}", brokers, failure.toString());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        admin.close(Duration.ZERO);
    }
}
