package io.watchllm.delivery.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.watchllm.delivery.encode.SchemaSource;
import io.watchllm.schemas.SchemaLookup;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is remembered of a registry that does not answer, or answers late. */
class RegistrySchemasTest {
    private final AtomicInteger questions = new AtomicInteger();
    private final TestClock clock = new TestClock();

    @Test
    void shouldRememberForAWhileThatTheRegistryDoesNotAnswer() {
        var schemas = new RegistrySchemas(
                registry(() -> {
                    throw new IOException("connection refused");
                }),
                clock);

        for (var id = 1; id <= 20; id++) {
            assertThat(schemas.find(id)).isInstanceOf(SchemaSource.Unavailable.class);
        }
        assertThat(questions).hasValue(1);
        clock.pass(Duration.ofSeconds(10));
        schemas.find(1);
        assertThat(questions).hasValue(2);
    }

    @Test
    void shouldNotWaitForALateAnswerButTakeItWhenItIsThere() {
        var answer = new CountDownLatch(1);
        var schemas = new RegistrySchemas(registry(answer::await), clock);

        assertThat(schemas.find(7)).isInstanceOf(SchemaSource.Unavailable.class);
        answer.countDown();

        await().untilAsserted(() -> {
            clock.pass(Duration.ofSeconds(10));
            assertThat(schemas.find(7)).isInstanceOf(SchemaSource.Known.class);
        });
        assertThat(questions).hasValue(1);
    }

    /**
     * A registry that lags behind its leader, or was restored, says of good records that it does not have their schema.
     */
    @Test
    void shouldAskAgainForAMinuteBeforeAnIdIsUnknown() {
        var there = new AtomicBoolean();
        var schemas = lagging(there);

        assertThat(schemas.find(7))
                .isInstanceOfSatisfying(
                        SchemaSource.Unavailable.class,
                        away -> assertThat(away.message())
                                .isEqualTo(
                                        "the record has schema id 7, which the registry does not have; it is asked again until"
                                                + " 1970-01-01T00:01:00Z, in case it lags behind"));
        clock.pass(Duration.ofSeconds(59));
        assertThat(schemas.find(7)).isInstanceOf(SchemaSource.Unavailable.class);
        there.set(true);
        clock.pass(Duration.ofSeconds(10));
        assertThat(schemas.find(7)).isInstanceOf(SchemaSource.Known.class);
    }

    @Test
    void shouldHoldAPartitionUpOnceForASeriesOfUnknownIds() {
        var schemas = lagging(new AtomicBoolean());

        assertThat(schemas.find(7)).isInstanceOf(SchemaSource.Unavailable.class);
        clock.pass(Duration.ofMinutes(1));
        assertThat(schemas.find(7))
                .isEqualTo(new SchemaSource.Unknown("the record has schema id 7, which the registry does not have"));
        assertThat(schemas.find(8)).isInstanceOf(SchemaSource.Unknown.class);
        clock.pass(Duration.ofMinutes(9));
        assertThat(schemas.find(9)).isInstanceOf(SchemaSource.Unknown.class);
        clock.pass(Duration.ofMinutes(11));
        assertThat(schemas.find(7)).as("a series of its own").isInstanceOf(SchemaSource.Unavailable.class);
    }

    private RegistrySchemas lagging(AtomicBoolean there) {
        var client = registry(() -> {
            if (!there.get()) {
                throw new RestClientException("Schema not found", 404, 40_403);
            }
        });
        return new RegistrySchemas(
                new SchemaLookup(client, clock, RegistrySchemas.UNKNOWN_FOR), clock, Duration.ofMinutes(1));
    }

    private interface Answering {
        void answer() throws IOException, InterruptedException, RestClientException;
    }

    private MockSchemaRegistryClient registry(Answering answering) {
        return new MockSchemaRegistryClient() {
            @Override
            public ParsedSchema getSchemaById(int id) throws IOException, RestClientException {
                questions.incrementAndGet();
                try {
                    answering.answer();
                } catch (InterruptedException interrupted) {
                    throw new IOException(interrupted);
                }
                return new AvroSchema("\"string\"");
            }
        };
    }

    private static final class TestClock extends Clock {
        private Instant now = Instant.EPOCH;

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
