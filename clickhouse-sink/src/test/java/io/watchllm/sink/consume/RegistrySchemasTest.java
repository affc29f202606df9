package io.watchllm.sink.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.watchllm.sink.encode.SchemaSource;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
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

    private interface Answering {
        void answer() throws IOException, InterruptedException;
    }

    private MockSchemaRegistryClient registry(Answering answering) {
        return new MockSchemaRegistryClient() {
            @Override
            public ParsedSchema getSchemaById(int id) throws IOException {
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
