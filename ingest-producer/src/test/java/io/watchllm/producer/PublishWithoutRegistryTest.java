package io.watchllm.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.watchllm.producer.PublishReceipt.Stored;
import io.watchllm.schemas.WireFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A Schema Registry that is slow, away, wrong or not to be bothered. */
@Timeout(EventPublisherTest.FAR_TOO_SLOW_SECONDS)
class PublishWithoutRegistryTest {
    private static final int ID = 7;

    private final MockProducer<byte[], byte[]> answering =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer registry;
    private int status = 200;

    @BeforeEach
    void start() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.setExecutor(Executors.newCachedThreadPool());
        registry.createContext("/", exchange -> {
            asked.incrementAndGet();
            try (exchange) {
                mayAnswer.await();
                var body = (status == 200 ? "{\"id\": " + ID + "}" : "{}").getBytes(UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        registry.start();
    }

    @AfterEach
    void stop() {
        mayAnswer.countDown();
        registry.stop(0);
    }

    private EventPublisherBuilder builder() {
        return EventPublisher.builder()
                .bootstrap("nowhere:9092")
                .schemaRegistry("http://127.0.0.1:" + registry.getAddress().getPort())
                .closeTimeout(Duration.ZERO)
                .producers(given -> answering);
    }

    @Test
    void shouldNotLetTheCallerWaitForTheRegistry() throws Exception {
        try (var publisher = builder().whenFull(WhenFull.failFast()).build()) {
            var first = publisher.publish(Events.of("r-1"));
            var second = publisher.publish(Events.of("r-2"));

            assertThat(List.of(first, second))
                    .as("the registry has not answered yet")
                    .allSatisfy(future -> assertThat(future).isNotDone());

            mayAnswer.countDown();

            assertThat(first.get()).isInstanceOf(Stored.class);
            assertThat(second.get()).isInstanceOf(Stored.class);
            assertThat(answering.history())
                    .allSatisfy(record ->
                            assertThat(WireFormat.schemaId(record.value())).isEqualTo(ID));
            assertThat(asked).as("one question for all events").hasValue(1);
        }
    }

    @Test
    void shouldSayWhichRegistryDoesNotAnswerWithinTheTimeToDeliver() throws Exception {
        int closedPort;
        try (var socket = new ServerSocket(0)) {
            closedPort = socket.getLocalPort();
        }
        try (var publisher = builder()
                .schemaRegistry("http://127.0.0.1:" + closedPort)
                .kafka("delivery.timeout.ms", "700")
                .kafka("request.timeout.ms", "100")
                .build()) {
            assertThatThrownBy(publisher.publish(Events.of("r-1"))::get)
                    .cause()
                    .isInstanceOf(PublishException.NotAcknowledged.class)
                    .hasMessageStartingWith("the Schema Registry at http://127.0.0.1:" + closedPort
                            + " gave no id for the schema of watchllm.events-value: no answer (");
            assertThat(publisher.counts()).isEqualTo(new PublishCounts(1, 0, 1, 0));
        }
    }

    @Test
    void shouldAskForThePathWhenTheRegistryKnowsNone() {
        status = 404;
        mayAnswer.countDown();
        try (var publisher = builder().build()) {
            assertThatThrownBy(publisher.publish(Events.of("r-1"))::get)
                    .cause()
                    .hasMessageEndingWith("it answered 404. Is the path right? Confluent's registry has /, Apicurio"
                            + " /apis/ccompat/v7");
        }
    }

    @Test
    void shouldRegisterNoSchemaForATopicThatIsNotThere() {
        mayAnswer.countDown();
        var withoutTopic =
                new MockProducer<byte[], byte[]>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public List<PartitionInfo> partitionsFor(String topic) {
                        throw new TimeoutException("Topic " + topic + " not present in metadata after 120000 ms.");
                    }
                };
        try (var publisher = builder()
                .topic("watchllm.evnts")
                .producers(given -> withoutTopic)
                .build()) {
            assertThatThrownBy(publisher.publish(Events.of("r-1"))::get)
                    .cause()
                    .isInstanceOf(PublishException.NotAcknowledged.class)
                    .hasMessageContaining("Topic watchllm.evnts not present in metadata");
            assertThat(asked).hasValue(0);
        }
    }

    @Test
    void shouldRejectAnAddressThatIsNone() {
        assertThatThrownBy(() -> EventPublisher.builder().schemaRegistry("registry:8081"))
                .hasMessage("schemaRegistry is \"registry:8081\"; expected a URL such as http://host:8081");
    }
}
