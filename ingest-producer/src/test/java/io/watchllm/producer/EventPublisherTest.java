package io.watchllm.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.watchllm.events.Event;
import io.watchllm.events.PromptCall;
import io.watchllm.producer.PublishReceipt.SampledOut;
import io.watchllm.producer.PublishReceipt.Stored;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(EventPublisherTest.FAR_TOO_SLOW_SECONDS)
class EventPublisherTest {

    static final int FAR_TOO_SLOW_SECONDS = 60;
    private static final String REGISTRY = "mock://event-publisher-test";
    private static final Duration LONG = Duration.ofSeconds(FAR_TOO_SLOW_SECONDS);

    private final MockProducer<byte[], byte[]> answering =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final MockProducer<byte[], byte[]> silent =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());

    private EventPublisherBuilder on(MockProducer<byte[], byte[]> producer) {
        return EventPublisher.builder()
                .bootstrap("nowhere:9092")
                .schemaRegistry(REGISTRY)
                .producers(given -> producer);
    }

    @Test
    void shouldAnswerWithTheReceiptWhenKafkaAcknowledged() throws Exception {
        try (var publisher = on(answering).build()) {
            var receipt = publisher.publish(Events.of("r-1")).get();

            assertThat(receipt).isEqualTo(new Stored("watchllm.events", 0, 0));
            assertThat(publisher.counts()).isEqualTo(new PublishCounts(1, 1, 0, 0));
            assertThat(publisher.unacknowledgedBytes()).isZero();
        }
        assertThat(answering.closed()).isTrue();
    }

    @Test
    void shouldWriteWhatConfluentsDeserializerReadsWhenTheSerializerIsTheDefault() throws Exception {
        var event = Events.prompt("r-1", "Grüße 🙂", 7);
        try (var publisher = on(answering).build()) {
            publisher.publish(event).get();
        }
        var record = answering.history().get(0);

        try (var deserializer = new KafkaAvroDeserializer()) {
            deserializer.configure(Map.of("schema.registry.url", REGISTRY, "specific.avro.reader", "true"), false);
            assertThat(deserializer.deserialize("watchllm.events", record.value()))
                    .isEqualTo(event);
        }
        assertThat(new String(record.key(), UTF_8)).isEqualTo("p|r-1");
    }

    @Test
    void shouldUseTheGivenSerializerAndTopicWhenTold() throws Exception {
        try (var publisher = EventPublisher.builder()
                .bootstrap("nowhere:9092")
                .serializer((String topic, Event event) -> (topic + "/" + event.getRunId()).getBytes(UTF_8))
                .topic("other")
                .producers(given -> answering)
                .build()) {
            publisher.publish(Events.of("r-9")).get();
        }

        assertThat(answering.history().get(0).value()).asString().isEqualTo("other/r-9");
    }

    @Test
    void shouldFailOnlyTheFutureWhenKafkaDoesNotAcknowledge() {
        try (var publisher = on(silent).build()) {
            var future = publisher.publish(Events.of("r-1"));
            awaitSent(1);
            silent.errorNext(new TimeoutException("120000 ms has passed"));

            assertThatThrownBy(future::get)
                    .cause()
                    .isInstanceOf(PublishException.NotAcknowledged.class)
                    .hasMessage("Kafka did not acknowledge the event: 120000 ms has passed")
                    .hasCauseInstanceOf(TimeoutException.class);
            assertThat(publisher.counts()).isEqualTo(new PublishCounts(1, 0, 1, 0));
            assertThat(publisher.unacknowledgedBytes()).isZero();
        }
    }

    @Test
    void shouldSayWhatIsWrongWhenTheEventIsInvalid() {
        try (var publisher = on(answering).build()) {
            assertThatThrownBy(publisher.publish(Events.prompt("r-1", "hello", -4))::get)
                    .cause()
                    .isInstanceOf(PublishException.Invalid.class)
                    .hasMessage("tokens_input is -4; expected 0 or more");
            assertThatThrownBy(publisher.publish(Events.of(""))::get)
                    .cause()
                    .isInstanceOf(PublishException.Invalid.class)
                    .hasMessage("run_id is empty; expected a text of at least one character");
            assertThatThrownBy(publisher.publish(Events.prompt("r-1", "half \ud83d", 3))::get)
                    .cause()
                    .isInstanceOf(PublishException.Invalid.class)
                    .hasMessage("payload.prompt is a text with an unpaired surrogate; expected whole characters");
        }
        assertThat(answering.history()).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // as callers do that nothing keeps from it
    void shouldThrowNothingWhateverItIsGiven() {
        var withoutList = Events.prompt("r-1", "hello", 3);
        ((PromptCall) withoutList.getPayload()).put("tool_calls", null);
        try (var publisher = on(answering).build();
                var withoutValue = EventPublisher.builder()
                        .bootstrap("nowhere:9092")
                        .serializer((String topic, Event event) -> null)
                        .producers(given -> answering)
                        .build()) {
            assertThatThrownBy(publisher.publish(null)::get)
                    .cause()
                    .isInstanceOf(PublishException.Invalid.class)
                    .hasMessage("the event is null; expected an event");
            assertThatThrownBy(publisher.publish(withoutList)::get)
                    .cause()
                    .isInstanceOf(PublishException.Invalid.class)
                    .hasMessageContaining("tool_calls");
            assertThatThrownBy(publisher.publish(new Event())::get)
                    .cause()
                    .isInstanceOf(PublishException.Invalid.class)
                    .hasMessageContaining("event_id is empty");
            assertThatThrownBy(withoutValue.publish(Events.of("r-1"))::get)
                    .cause()
                    .isInstanceOf(PublishException.Invalid.class)
                    .hasMessageContaining("the serializer gave null");
            assertThat(publisher.counts()).isEqualTo(new PublishCounts(3, 0, 3, 0));
        }
    }

    @Test
    void shouldFailAtOnceWhenFullAndToldToFailFast() {
        try (var publisher = on(silent)
                .maxUnacknowledgedBytes(1)
                .whenFull(WhenFull.failFast())
                .closeTimeout(Duration.ZERO)
                .build()) {
            // The first is larger than the whole room: it is let in alone.
            var first = publisher.publish(Events.of("r-1"));
            var second = publisher.publish(Events.of("r-1"));

            assertThat(first).isNotDone();
            assertThatThrownBy(second::get)
                    .cause()
                    .isInstanceOf(PublishException.Full.class)
                    .hasMessageContaining("of 1 bytes are unacknowledged")
                    .hasMessageContaining("raise maxUnacknowledgedBytes");
        }
    }

    @Test
    void shouldFailWhenStillFullAfterTheWait() {
        try (var publisher = on(silent)
                .maxUnacknowledgedBytes(1)
                .whenFull(WhenFull.waitUpTo(Duration.ofNanos(1)))
                .closeTimeout(Duration.ZERO)
                .build()) {
            assertThat(publisher.publish(Events.of("r-1"))).isNotDone();
            assertThat(publisher.publish(Events.of("r-1"))).isCompletedExceptionally();
        }
    }

    @Test
    void shouldLetTheNextInWhenRoomIsFreed() throws Exception {
        try (var publisher = on(silent)
                .maxUnacknowledgedBytes(1)
                .whenFull(WhenFull.waitUpTo(LONG))
                .build()) {
            var first = publisher.publish(Events.of("r-1"));
            var second =
                    CompletableFuture.completedFuture("r-2").thenComposeAsync(run -> publisher.publish(Events.of(run)));
            awaitSent(1);
            assertThat(second).isNotDone();

            silent.completeNext();

            awaitSent(2);
            silent.completeNext();
            assertThat(first).isCompleted();
            assertThat(second.get()).isInstanceOf(Stored.class);
        }
    }

    @Test
    void shouldKeepARunWholeOrLeaveItOutWholeWhenSampling() throws Exception {
        try (var publisher = on(answering).sampleRuns(0.5).build()) {
            for (int run = 0; run < 100; run++) {
                var first = publisher.publish(Events.of("r-" + run)).get();
                var second = publisher.publish(Events.of("r-" + run)).get();

                assertThat(second).hasSameClassAs(first);
                if (first instanceof SampledOut out) {
                    assertThat(out.runId()).isEqualTo("r-" + run);
                }
            }
            var counts = publisher.counts();
            assertThat(counts.sampledOut()).isBetween(60L, 140L).isEven();
            assertThat(counts.acknowledged() + counts.sampledOut()).isEqualTo(counts.published());
        }
    }

    @Test
    void shouldSayWhatIsLeftWhenClosedBeforeTheAcknowledgement() {
        var publisher = on(silent).build();
        var first = publisher.publish(Events.of("r-1"));
        var second = publisher.publish(Events.of("r-2"));
        awaitSent(2);
        silent.completeNext();

        var report = publisher.close(Duration.ZERO);

        assertThat(report).isEqualTo(new CloseReport(1));
        assertThat(report.complete()).isFalse();
        assertThat(first).isCompleted();
        assertThatThrownBy(() -> second.get(1, TimeUnit.MILLISECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(PublishException.Closed.class)
                .hasMessageContaining("whether Kafka has it is not known");
        assertThat(publisher.close(LONG))
                .as("a second close gives the first report")
                .isEqualTo(report);
        assertThatThrownBy(publisher.publish(Events.of("r-3"))::get)
                .cause()
                .isInstanceOf(PublishException.Closed.class)
                .hasMessage("the publisher is closed");
    }

    @Test
    void shouldRunTheExampleOfTheJavadoc() {
        var receipt = PublishExample.run(EventPublisher.builder()
                .serializer((String topic, Event event) -> event.getRunId().getBytes(UTF_8))
                .producers(given -> answering));

        assertThat(receipt).isCompletedWithValue(new Stored("watchllm.events", 0, 0));
    }

    private void awaitSent(int count) {
        Awaitility.await().atMost(LONG).until(() -> silent.history().size() >= count);
    }
}
