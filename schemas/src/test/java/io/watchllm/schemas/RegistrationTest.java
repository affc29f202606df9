package io.watchllm.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.watchllm.control.Alert;
import io.watchllm.events.Event;
import io.watchllm.events.ToolCall;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistrationTest {

    private static final String URL = "http://127.0.0.1:1";

    private final MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
    private final Registration registration = new Registration(registry, URL);

    @Test
    void shouldRegisterEverySchemaAndItsCompatibility() throws Exception {
        var ids = registration.register(Topics.ALL);

        assertThat(ids)
                .containsOnlyKeys(
                        "watchllm.events-value",
                        "watchllm.event-rows-value",
                        "watchllm.tool-call-rows-value",
                        "watchllm.agent-step-rows-value",
                        "watchllm.alerts-value",
                        "watchllm.model-prices-value",
                        "watchllm.alert-rules-value");
        for (var subject : ids.keySet()) {
            assertThat(registry.getCompatibility(subject)).isEqualTo("BACKWARD_TRANSITIVE");
        }
        assertThat(registry.getId("watchllm.events-value", new AvroSchema(Event.getClassSchema())))
                .isEqualTo(ids.get("watchllm.events-value"));
    }

    @Test
    void shouldChangeNothingWhenDoneAgain() throws Exception {
        var first = registration.register(Topics.ALL);

        assertThat(registration.register(Topics.ALL)).isEqualTo(first);
        assertThat(registry.getAllVersions("watchllm.events-value")).containsExactly(1);
    }

    @Test
    void shouldExchangeRecordsWithConfluentSerdes() {
        int id = registration.register(Topics.ALL).getOrDefault("watchllm.events-value", -1);
        var config = Map.of(
                "schema.registry.url",
                "mock://unused",
                "auto.register.schemas",
                "false",
                "specific.avro.reader",
                "true");
        var event = event();

        try (var serializer = new KafkaAvroSerializer(registry, config);
                var deserializer = new KafkaAvroDeserializer(registry, config)) {
            var theirs = serializer.serialize("watchllm.events", event);
            var ours = WireFormat.encode(id, event);

            assertThat(ours).isEqualTo(theirs);
            assertThat(deserializer.deserialize("watchllm.events", ours)).isEqualTo(event);
            assertThat(new AvroReader<>(Event.class).read(theirs, Event.getClassSchema()))
                    .isEqualTo(event);
        }
    }

    @Test
    void shouldNameUrlWhenRegistryIsUnreachable() {
        try (var client = new CachedSchemaRegistryClient(List.of(URL), 10, Map.of("max.retries", "0"))) {
            assertThatThrownBy(() -> new Registration(client, URL).register(Topics.ALL))
                    .isInstanceOf(RegistrationException.class)
                    .hasMessageStartingWith(
                            "The Schema Registry at http://127.0.0.1:1 can't be reached (java.net.ConnectException")
                    .hasMessageEndingWith("Check that it runs and that WATCHLLM_SCHEMA_REGISTRY_URL is right.");
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Test
    void shouldNameSubjectAndWhatRegistrySaysWhenSchemaIsIncompatible() {
        var strict = new MockSchemaRegistryClient() {
            @Override
            public int register(String subject, ParsedSchema schema) throws RestClientException {
                throw new RestClientException("reader field 'x' has no default", 409, 409);
            }
        };

        assertThatThrownBy(() -> new Registration(strict, URL).register(List.of(Topics.EVENTS)))
                .isInstanceOf(RegistrationException.class)
                .hasMessage(
                        "The schema of subject watchllm.events-value is not compatible (BACKWARD_TRANSITIVE) with a version that is registered at http://127.0.0.1:1. "
                                + "The registry says: reader field 'x' has no default; error code: 409");
    }

    @Test
    void shouldAdviseWhenRegistryRefusesCredentials() {
        var closed = new MockSchemaRegistryClient() {
            @Override
            public java.util.Collection<String> getAllSubjects() throws RestClientException {
                throw new RestClientException("Unauthorized", 401, 401);
            }
        };

        assertThatThrownBy(() -> new Registration(closed, URL).register(List.of(Topics.ALERTS)))
                .hasMessage("The Schema Registry at http://127.0.0.1:1 did not let us list its subjects: status 401, "
                        + "Unauthorized; error code: 401. Check the credentials for the registry.");
        assertThat(Topics.ALERTS.valueSchema()).isEqualTo(Alert.getClassSchema());
    }

    @Test
    void shouldLookUpWhatIsRegisteredAndChangeNothing() throws Exception {
        var registered = registration.register(Topics.ALL);
        registry.updateCompatibility("watchllm.alerts-value", "FULL");

        assertThat(registration.lookUp(Topics.ALL)).isEqualTo(registered);
        assertThat(registry.getCompatibility("watchllm.alerts-value")).isEqualTo("FULL");
    }

    @Test
    void shouldSayWhatToRunWhenASchemaIsMissingAndRegisterNothing() {
        var readOnly = new MockSchemaRegistryClient() {
            @Override
            public int register(String subject, ParsedSchema schema) {
                throw new AssertionError("registered " + subject);
            }
        };

        assertThatThrownBy(() -> new Registration(readOnly, URL).lookUp(List.of(Topics.ALERTS)))
                .isInstanceOf(RegistrationException.class)
                .hasMessage(
                        "The Schema Registry at http://127.0.0.1:1 does not have the schema of this version under subject watchllm.alerts-value. Run: watchllm topics create");
    }

    /** A proxy in front of a registry that is away says 404, too. */
    @Test
    void shouldNotTakeAProxyForARegistryWithoutTheSchema() {
        var proxied = new MockSchemaRegistryClient() {
            @Override
            public int getId(String subject, ParsedSchema schema) throws RestClientException {
                throw new RestClientException("Not Found", 404, 404);
            }
        };

        assertThatThrownBy(() -> new Registration(proxied, URL).lookUp(List.of(Topics.ALERTS)))
                .hasMessage("The Schema Registry at http://127.0.0.1:1 did not let us look up subject"
                        + " watchllm.alerts-value: status 404, Not Found; error code: 404");
    }

    @Test
    void shouldSetTheCompatibilityOnlyWhereItDiffersAndSaySo() throws Exception {
        registration.register(Topics.ALL);
        assertThat(registration.changes())
                .as("a new subject has no rule that would be undone")
                .isEmpty();
        registry.updateCompatibility("watchllm.alerts-value", "FULL");

        var again = new Registration(registry, URL);
        again.register(Topics.ALL);

        assertThat(again.changes()).containsExactly(new Registration.Change("watchllm.alerts-value", "FULL"));
        assertThat(registry.getCompatibility("watchllm.alerts-value")).isEqualTo("BACKWARD_TRANSITIVE");
    }

    private static Event event() {
        return Event.newBuilder()
                .setEventId("e-1")
                .setProjectId("p")
                .setRunId("r")
                .setTimestamp(Instant.ofEpochMilli(1_761_984_000_123L))
                .setPayload(ToolCall.newBuilder().setToolName("search").build())
                .build();
    }
}
