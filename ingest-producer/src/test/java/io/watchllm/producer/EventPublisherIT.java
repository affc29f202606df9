package io.watchllm.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.localstack.LocalKafka;
import io.watchllm.producer.PublishReceipt.Stored;
import io.watchllm.schemas.TopicSetup;
import io.watchllm.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The publisher on a real broker, which goes away and comes back. */
@Timeout(EventPublisherIT.FAR_TOO_SLOW_SECONDS)
class EventPublisherIT {

    static final int FAR_TOO_SLOW_SECONDS = 180;
    private static final Duration FAR_TOO_SLOW = Duration.ofSeconds(FAR_TOO_SLOW_SECONDS);

    private LocalKafka kafka;

    @BeforeEach
    void startKafka() {
        kafka = LocalKafka.start();
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrap()))) {
            new TopicSetup(admin, FAR_TOO_SLOW).ensure(List.of(Topics.EVENTS));
        }
    }

    @AfterEach
    void stopKafka() {
        kafka.close();
    }

    @Test
    void shouldFailFastWhileTheBrokerIsAwayAndLoseNothingThatWasLetIn() {
        var futures = new ArrayList<CompletableFuture<PublishReceipt>>();
        try (var publisher = EventPublisher.builder()
                .bootstrap(kafka.bootstrap())
                .schemaRegistry("mock://event-publisher-it")
                .maxUnacknowledgedBytes(64 << 10)
                .whenFull(WhenFull.failFast())
                .closeTimeout(FAR_TOO_SLOW)
                .build()) {
            assertThat(publisher.publish(Events.of("r-0")).join()).isInstanceOf(Stored.class);

            kafka.kill();
            for (int run = 1; run <= 5_000; run++) {
                futures.add(publisher.publish(Events.of("r-" + run)));
            }
            long refused = futures.stream()
                    .filter(CompletableFuture::isCompletedExceptionally)
                    .count();
            kafka.restart();

            // Closing waits for the rest.
            assertThat(publisher.close(FAR_TOO_SLOW)).isEqualTo(new CloseReport(0));
            assertThat(refused).as("refused at once, for want of room").isBetween(1L, 4_999L);
            assertThat(publisher.counts()).isEqualTo(new PublishCounts(5_001, 5_001 - refused, refused, 0));
        }
        var places = futures.stream()
                .filter(future -> !future.isCompletedExceptionally())
                .map(CompletableFuture::join)
                .toList();
        assertThat(places)
                .as("each at a place of its own")
                .doesNotHaveDuplicates()
                .allMatch(Stored.class::isInstance);
    }
}
