package io.watchllm.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.watchllm.events.Event;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistryWriterSchemasTest {

    private static final AvroSchema SCHEMA = new AvroSchema(Event.getClassSchema());

    private final Answers client = new Answers();
    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final WriterSchemas schemas = new RegistryWriterSchemas(
            client, "http://registry", new Retries(Duration.ofSeconds(1), () -> now, this::pause));

    private void pause(Duration time) {
        pauses.add(time);
        now = now.plus(time);
    }

    @Test
    void shouldAskOnceForAnIdThatIsThere() {
        client.next(SCHEMA);

        var first = schemas.find(7);

        assertThat(first).isEqualTo(new WriterSchemas.Found(Event.getClassSchema()));
        assertThat(schemas.find(7)).isSameAs(first);
        assertThat(client.asked).isEqualTo(1);
    }

    @Test
    void shouldAskAgainForAnUnknownIdOnlyAfterAWhile() {
        client.next(new RestClientException("Schema 7 not found", 404, 40403));

        assertThat(schemas.find(7)).isEqualTo(new WriterSchemas.Unknown("which the registry does not have"));
        assertThat(schemas.find(7)).isInstanceOf(WriterSchemas.Unknown.class);
        assertThat(client.asked).isEqualTo(1);

        now = now.plusSeconds(10);
        client.next(SCHEMA);
        assertThat(schemas.find(7)).isInstanceOf(WriterSchemas.Found.class);
        assertThat(pauses).isEmpty();
    }

    /** A record whose id could not be asked for waits: refused unasked, a good one would be lost to the rows. */
    @Test
    void shouldWaitForItsTurnWhileTooManyUnknownIdsComeAndFindWhatIsThere() {
        var waits = new ArrayList<String>();
        var slowed = new RegistryWriterSchemas(
                client,
                "http://registry",
                new Retries(Duration.ofSeconds(1), () -> now, this::pause),
                Duration.ZERO,
                () -> waits.add("wait"));
        for (int id = 1; id <= 1_000; id++) {
            client.next(new RestClientException("Schema not found", 404, 40403));
            assertThat(slowed.find(id)).isInstanceOf(WriterSchemas.Unknown.class);
        }
        assertThat(pauses).isEmpty();
        client.next(SCHEMA);

        assertThat(slowed.find(2_000)).isEqualTo(new WriterSchemas.Found(Event.getClassSchema()));

        assertThat(pauses).containsExactly(Duration.ofMillis(10));
        assertThat(waits).hasSize(1);
        assertThat(client.asked).isEqualTo(1_001);
    }

    /** A registry that lags behind its leader, or was restored, says of good records that it does not have a schema. */
    @Test
    void shouldWaitAMinuteBeforeAnIdThatTheRegistryDoesNotHaveIsFinal() {
        var patient = patient();
        client.next(new RestClientException("Schema 7 not found", 404, 40403));
        client.next(new RestClientException("Schema 7 not found", 404, 40403));
        client.next(SCHEMA);

        assertThat(patient.find(7)).isEqualTo(new WriterSchemas.Found(Event.getClassSchema()));

        assertThat(now).isEqualTo(Instant.EPOCH.plusSeconds(20));
    }

    @Test
    void shouldHoldAPartitionUpOnceForASeriesOfIdsThatTheRegistryDoesNotHave() {
        var patient = patient();
        for (int count = 0; count < 100; count++) {
            client.next(new RestClientException("Schema not found", 404, 40403));
        }

        assertThat(patient.find(7)).isEqualTo(new WriterSchemas.Unknown("which the registry does not have"));
        assertThat(now).isEqualTo(Instant.EPOCH.plusSeconds(60));
        for (int id = 8; id < 20; id++) {
            assertThat(patient.find(id)).isInstanceOf(WriterSchemas.Unknown.class);
            now = now.plusSeconds(500);
        }
        assertThat(pauses).hasSize(60);

        now = now.plusSeconds(601);
        patient.find(20);
        assertThat(pauses).as("a series of its own").hasSize(120);
    }

    /** What can't change while the registry catches up is final at once. */
    @Test
    void shouldNotWaitForASchemaOfAnotherType() {
        client.next(new IOException("Invalid schema syntax = \"proto3\" of type PROTOBUF"));

        assertThat(patient().find(7)).isEqualTo(new WriterSchemas.Unknown("which is no Avro schema"));
        assertThat(pauses).isEmpty();
    }

    private WriterSchemas patient() {
        return new RegistryWriterSchemas(
                client,
                "http://registry",
                new Retries(Duration.ofSeconds(1), () -> now, this::pause),
                Duration.ofMinutes(1),
                () -> {});
    }

    @Test
    void shouldTryAgainWhenTheRegistryIsAwayForAMoment() {
        client.next(new ConnectException("Connection refused"));
        client.next(new RestClientException("try later", 503, 50301));
        client.next(SCHEMA);

        assertThat(schemas.find(7)).isInstanceOf(WriterSchemas.Found.class);
        assertThat(pauses).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200));
    }

    @Test
    void shouldGiveUpWithinTheBoundAndNeverSayUnknown() {
        for (int count = 0; count < 10; count++) {
            client.next(new ConnectException("Connection refused"));
        }

        assertThatThrownBy(() -> schemas.find(7))
                .isInstanceOf(SchemasUnavailableException.class)
                .hasMessage(
                        "The Schema Registry at http://registry did not give schema 7 in 4 tries within 1 s (java.net.ConnectException: Connection refused). Check that it runs and that WATCHLLM_SCHEMA_REGISTRY_URL is right; nothing is lost, start again when it is back.");
        assertThat(now).isBeforeOrEqualTo(Instant.EPOCH.plusSeconds(1));
    }

    @Test
    void shouldNotTryAgainWhenRefused() {
        client.next(new RestClientException("Unauthorized", 401, 401));

        assertThatThrownBy(() -> schemas.find(7))
                .isInstanceOf(SchemasUnavailableException.class)
                .hasMessageContaining("status 401")
                .hasMessageEndingWith("Check the credentials for the registry.");
        assertThat(pauses).isEmpty();
    }

    @Test
    void shouldCallASchemaThatIsNoAvroUnknown() {
        client.next(new IOException("Invalid schema syntax = \"proto3\" of type PROTOBUF"));

        assertThat(schemas.find(7)).isEqualTo(new WriterSchemas.Unknown("which is no Avro schema"));
    }

    /** Answers as it was told, one after the other. */
    private static final class Answers extends MockSchemaRegistryClient {

        private final Deque<Object> answers = new ArrayDeque<>();
        private int asked;

        void next(Object answer) {
            answers.add(answer);
        }

        @Override
        public ParsedSchema getSchemaById(int id) throws IOException, RestClientException {
            asked++;
            var answer = answers.remove();
            if (answer instanceof IOException failure) {
                throw failure;
            }
            if (answer instanceof RestClientException failure) {
                throw failure;
            }
            return (ParsedSchema) answer;
        }
    }
}
