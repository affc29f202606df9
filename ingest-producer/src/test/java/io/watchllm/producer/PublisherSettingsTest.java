package io.watchllm.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a publisher is built with: settings of its own, those passed through, and those of a properties file. */
@Timeout(EventPublisherTest.FAR_TOO_SLOW_SECONDS)
class PublisherSettingsTest {

    private final MockProducer<byte[], byte[]> answering =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private Map<String, Object> properties = Map.of();

    private EventPublisherBuilder builder() {
        return EventPublisher.builder()
                .bootstrap("nowhere:9092")
                .schemaRegistry("mock://publisher-settings-test")
                .producers(given -> {
                    properties = given;
                    return answering;
                });
    }

    @Test
    void shouldHandSettingsThroughAndKeepTheGuaranteeWhenBuilt() {
        builder()
                .kafka("linger.ms", "7")
                .kafka("compression.type", "zstd")
                .build()
                .close();

        assertThat(properties)
                .containsEntry("linger.ms", "7")
                .containsEntry("compression.type", "zstd")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true")
                .containsEntry("bootstrap.servers", "nowhere:9092");
    }

    @Test
    void shouldGatherEventsForAMomentUnlessToldOtherwise() {
        builder().build().close();

        assertThat(properties).containsEntry("linger.ms", "20").containsEntry("compression.type", "lz4");
    }

    @Test
    void shouldRefuseWhenASettingWouldBreakTheGuarantee() {
        var builder = EventPublisher.builder();

        assertThatThrownBy(() -> builder.kafka("acks", "1"))
                .hasMessage("kafka setting acks is 1, which would lose or double events; expected all");
        assertThatThrownBy(() -> builder.kafka("enable.idempotence", "false")).hasMessageEndingWith("expected true");
        assertThatThrownBy(() -> builder.kafka("max.in.flight.requests.per.connection", "6"))
                .hasMessageEndingWith("expected 1 to 5");
        assertThatThrownBy(() -> builder.kafka("value.serializer", "x"))
                .hasMessage("kafka setting value.serializer can't be passed through; say it with serializer(…)");
        assertThat(builder.kafka("acks", "-1")).isSameAs(builder);
    }

    @Test
    void shouldSendEachSettingOfAPropertiesFileWhereItBelongs() {
        builder()
                .properties(Map.of(
                        "bootstrap.servers", "elsewhere:9092",
                        "schema.registry.url", "http://elsewhere:8081",
                        "key.serializer", "x",
                        "value.serializer", "y",
                        "basic.auth.user.info", "user:password",
                        "bearer.auth.token", "t",
                        "schema.registry.ssl.truststore.type", "PEM",
                        "proxy.host", "proxy",
                        "sasl.mechanism", "PLAIN",
                        "acks", "all"))
                .build()
                .close();

        assertThat(properties)
                .containsEntry("bootstrap.servers", "nowhere:9092")
                .containsEntry("sasl.mechanism", "PLAIN")
                .doesNotContainKeys(
                        "schema.registry.url",
                        "key.serializer",
                        "value.serializer",
                        "basic.auth.user.info",
                        "bearer.auth.token",
                        "proxy.host",
                        "schema.registry.ssl.truststore.type");
    }

    @Test
    void shouldHandSettingsOfTheRegistryToItsClientWhenAPropertiesFileHasThem() throws Exception {
        shouldGreetTheRegistryAsUser(
                Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "user:pass"));
    }

    /** One file serves Kafka, its tools, WatchLLM's services and this. */
    @Test
    void shouldLetTheRegistryInheritTheCredentialsOfKafka() throws Exception {
        shouldGreetTheRegistryAsUser(
                Map.of(
                        "basic.auth.credentials.source",
                        "SASL_INHERIT",
                        "sasl.mechanism",
                        "PLAIN",
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"user\" password=\"pass\";"));
    }

    private void shouldGreetTheRegistryAsUser(Map<String, String> file) throws Exception {
        var authorization = new CompletableFuture<String>();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            authorization.complete(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        server.start();
        try (var publisher = builder()
                .properties(file)
                .schemaRegistry("http://127.0.0.1:" + server.getAddress().getPort())
                .build()) {
            assertThatThrownBy(publisher.publish(Events.of("r-1"))::get)
                    .hasMessageContaining("it answered 401. Are the credentials right");

            assertThat(authorization)
                    .isCompletedWithValue("Basic " + Base64.getEncoder().encodeToString("user:pass".getBytes(UTF_8)));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldRefuseByNameWhenAPropertiesFileWouldBreakTheGuarantee() {
        var builder = EventPublisher.builder();

        assertThatThrownBy(() -> builder.properties(Map.of("acks", "1")))
                .hasMessageStartingWith("kafka setting acks is 1");
        assertThatThrownBy(() -> builder.properties(Map.of("enable.idempotence", "false")))
                .hasMessageStartingWith("kafka setting enable.idempotence is false");
    }

    @Test
    void shouldSayWhatIsMissingWhenBuiltWithoutIt() {
        assertThatThrownBy(EventPublisher.builder()::build).hasMessageContaining("say bootstrap(");
        assertThatThrownBy(EventPublisher.builder().bootstrap("x:1")::build)
                .hasMessageContaining("say schemaRegistry(");
    }
}
