package io.watchllm.producer;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.watchllm.events.Event;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.WireFormatException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encoding in Confluent's wire format. The id of the event schema is asked of the Schema Registry once, by the sender
 * thread, so that no caller waits for the registry; until it answers, events wait in the publisher's memory.
 */
final class RegistryEncoding implements EventEncoding {
    private static final Logger log = LoggerFactory.getLogger(RegistryEncoding.class);

    private static final int SCHEMAS_MAX = 10;
    private static final long RETRY_NANOS = Duration.ofMillis(500).toNanos();
    private static final int NO_ID = -1;
    private static final int MESSAGE_CHARACTERS_MAX = 300;
    private static final String REGISTER = "auto.register.schemas";
    private static final Set<Integer> WORTH_ANOTHER_TRY = Set.of(HttpURLConnection.HTTP_CLIENT_TIMEOUT, 429);

    private final SchemaRegistryClient client;
    private final String url;
    private final String subject;
    private final boolean registers;

    /** State of the sender thread. */
    private int id = NO_ID;

    private PublishException.@Nullable NotAcknowledged failure;
    private boolean failureIsFinal;
    private long askAgainAt;

    /**
     * Asks nothing yet.
     *
     * @param settings settings of the registry's client; with {@code auto.register.schemas=false} the schema is looked
     *     up and not registered
     */
    RegistryEncoding(String url, String topic, Map<String, Object> settings) {
        this.url = url;
        subject = topic + "-value";
        registers = !"false".equals(String.valueOf(settings.get(REGISTER)));
        client = SchemaRegistryClientFactory.newClient(
                List.of(url.split(",", -1)), SCHEMAS_MAX, List.of(new AvroSchemaProvider()), settings, Map.of());
    }

    @Override
    public byte[] encode(Event event) {
        try {
            return WireFormat.encode(0, event);
        } catch (WireFormatException broken) {
            throw new PublishException.Invalid("the event can't be written as Avro: " + broken.getMessage(), broken);
        }
    }

    @Override
    public void complete(byte[] value, long deadline) throws InterruptedException {
        while (id == NO_ID) {
            ask(deadline);
        }
        WireFormat.setSchemaId(value, id);
    }

    /** Asks the registry, at most once in half a second, so that a queue of events fails together with its first. */
    private void ask(long deadline) throws InterruptedException {
        if (failure != null) {
            var wait = askAgainAt - System.nanoTime();
            if (wait > 0 && isOver(deadline)) {
                throw failure;
            }
            TimeUnit.NANOSECONDS.sleep(wait);
        }
        try {
            var schema = new AvroSchema(Event.getClassSchema());
            id = registers ? client.register(subject, schema) : client.getId(subject, schema);
        } catch (IOException | RestClientException problem) {
            if (failure == null) {
                log.warn("schema registry gives no id for the events url={} error={}", url, text(problem));
            }
            failure = new PublishException.NotAcknowledged(text(problem), problem);
            failureIsFinal = problem instanceof RestClientException answer && isFinal(answer.getStatus());
            askAgainAt = System.nanoTime() + RETRY_NANOS;
            if (isOver(deadline)) {
                throw failure;
            }
        }
    }

    /** Whether an event with this deadline fails with the last failure. */
    private boolean isOver(long deadline) {
        return failureIsFinal || askAgainAt - deadline > 0;
    }

    private static boolean isFinal(int status) {
        return status >= HttpURLConnection.HTTP_BAD_REQUEST
                && status < HttpURLConnection.HTTP_INTERNAL_ERROR
                && !WORTH_ANOTHER_TRY.contains(status);
    }

    private String text(Exception problem) {
        var what = "the Schema Registry at " + url + " gave no id for the schema of " + subject + ": ";
        if (!(problem instanceof RestClientException answer)) {
            return what + "no answer (" + problem + ")";
        }
        var message = String.valueOf(answer.getMessage());
        var advice = switch (answer.getStatus()) {
            case HttpURLConnection.HTTP_NOT_FOUND ->
                registers
                        ? ". Is the path right? Confluent's registry has /, Apicurio /apis/ccompat/v7"
                        : ". Is it registered? With " + REGISTER + "=false the publisher does not do so";
            case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
                ". Are the credentials right, and may they " + (registers ? "register" : "read") + " it?";
            default -> ": " + message.substring(0, Math.min(MESSAGE_CHARACTERS_MAX, message.length()));
        };
        return what + "it answered " + answer.getStatus() + advice;
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException problem) {
            log.debug("registry client did not close cleanly error={}", problem.toString());
        }
    }
}
