package io.watchllm.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a publish ends that waits for room. */
@Timeout(PublishWaitTest.FAR_TOO_SLOW_SECONDS)
class PublishWaitTest {

    static final int FAR_TOO_SLOW_SECONDS = 60;
    private static final Duration LONG = Duration.ofSeconds(FAR_TOO_SLOW_SECONDS);

    private final MockProducer<byte[], byte[]> silent =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());

    private static EventPublisherBuilder on(MockProducer<byte[], byte[]> producer) {
        return EventPublisher.builder()
                .bootstrap("nowhere:9092")
                .schemaRegistry("mock://publish-wait-test")
                .producers(given -> producer);
    }

    @Test
    void shouldSayThatItWasInterruptedWhileItWaited() throws Exception {
        try (var publisher = on(silent)
                .maxUnacknowledgedBytes(1)
                .whenFull(WhenFull.waitUpTo(LONG))
                .closeTimeout(Duration.ZERO)
                .build()) {
            var unused = publisher.publish(Events.of("r-1"));
            var interrupted = new CompletableFuture<Boolean>();
            var second = new CompletableFuture<CompletableFuture<PublishReceipt>>();
            var caller = new Thread(() -> {
                second.complete(publisher.publish(Events.of("r-2")));
                interrupted.complete(Thread.currentThread().isInterrupted());
            });
            caller.start();
            awaitWaiting(caller);

            caller.interrupt();

            assertThatThrownBy(second.get()::get)
                    .cause()
                    .isInstanceOf(PublishException.NotAcknowledged.class)
                    .hasMessage("interrupted while waiting for room");
            assertThat(interrupted.get()).as("the caller still sees it").isTrue();
        }
    }

    @Test
    void shouldTurnAwayWhoWaitsWhenItIsClosed() throws Exception {
        var publisher = on(silent)
                .maxUnacknowledgedBytes(1)
                .whenFull(WhenFull.waitUpTo(LONG))
                .build();
        var unused = publisher.publish(Events.of("r-1"));
        var second = new CompletableFuture<CompletableFuture<PublishReceipt>>();
        var caller = new Thread(() -> second.complete(publisher.publish(Events.of("r-2"))));
        caller.start();
        awaitWaiting(caller);

        assertThat(publisher.close(Duration.ZERO)).isEqualTo(new CloseReport(1));

        assertThatThrownBy(second.get()::get)
                .cause()
                .isInstanceOf(PublishException.Closed.class)
                .hasMessage("the publisher is closed");
    }

    private static void awaitWaiting(Thread caller) {
        Awaitility.await().atMost(LONG).until(() -> caller.getState() == Thread.State.TIMED_WAITING);
    }
}
