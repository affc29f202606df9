package io.watchllm.schemas;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Writer's schemas by their id, from the Schema Registry. An id that was found is kept for good, one that was not for a
 * while. Records with ever new ids that do not exist must not become a flood of requests, so the registry is asked
 * about ids that it does not have at a bounded rate; an id that it has costs nothing of that rate. One for a process;
 * thread-safe.
 */
public final class SchemaLookup {

    /** Ids that turn out to be unknown, for which the registry is asked in a second, once the burst is used up. */
    public static final int UNKNOWN_PER_SECOND = 100;

    /** The same, at once after a time without. */
    public static final int UNKNOWN_BURST = 1_000;

    /** Unknown ids that are remembered; beyond, the one that was asked for first is forgotten. */
    public static final int UNKNOWN_MAX = 10_000;

    /** The registry's own code for an id that it does not have; a bare 404 may be a proxy's. */
    private static final int SCHEMA_NOT_FOUND = 40_403;

    private final SchemaRegistryClient client;
    private final InstantSource clock;
    private final Duration unknownFor;
    private final TokenBucket questions;
    private final Map<Integer, Known> known = new ConcurrentHashMap<>();
    private final Map<Integer, Missing> missing = new LinkedHashMap<>();

    /** What is known of an id. */
    public sealed interface Answer permits Known, Unknown, NotNow {}

    /** The schema under the id; the same object for the same id, always. */
    public record Known(Schema schema) implements Answer {}

    /**
     * There is no Avro schema under the id.
     *
     * @param detail what there is instead, such as {@code which the registry does not have}
     * @param absent whether the registry has nothing under the id, which changes when it catches up
     */
    public record Unknown(String detail, boolean absent) implements Answer {}

    /**
     * Nothing is known, and too many unknown ids were asked for of late: to be asked again. It says nothing of the id.
     *
     * @param delay the time after which the registry may be asked
     */
    public record NotNow(Duration delay) implements Answer {}

    private record Missing(Unknown answer, Instant until) {}

    /**
     * A look-up in one registry.
     *
     * @param client the registry's client; stays open
     * @param unknownFor how long it is remembered that an id was not found; it may be registered later
     */
    public SchemaLookup(SchemaRegistryClient client, InstantSource clock, Duration unknownFor) {
        this.client = client;
        this.clock = clock;
        this.unknownFor = unknownFor;
        questions = new TokenBucket(UNKNOWN_PER_SECOND, UNKNOWN_BURST, clock);
    }

    /**
     * Looks an id up; asks the registry unless the answer is remembered.
     *
     * @throws IOException when the registry does not answer
     * @throws RestClientException when it answers anything but that it does not have the id
     */
    public Answer find(int schemaId) throws IOException, RestClientException {
        var remembered = remembered(schemaId);
        return remembered != null ? remembered : ask(schemaId);
    }

    /** What is known of an id without asking; null when nothing is. */
    public @Nullable Answer remembered(int schemaId) {
        var found = known.get(schemaId);
        if (found != null) {
            return found;
        }
        synchronized (missing) {
            var absent = missing.get(schemaId);
            return absent != null && clock.instant().isBefore(absent.until()) ? absent.answer() : null;
        }
    }

    private Answer ask(int schemaId) throws IOException, RestClientException {
        var wait = questions.take();
        if (!wait.isZero()) {
            return new NotNow(wait);
        }
        // What is not spent on an unknown id is given back: an id that is there, and a registry that is away.
        var spent = false;
        try {
            var answer = answer(schemaId);
            if (answer instanceof Unknown unknown) {
                spent = true;
                remember(schemaId, unknown);
                return answer;
            }
            var first = known.putIfAbsent(schemaId, (Known) answer);
            return first == null ? answer : first;
        } finally {
            if (!spent) {
                questions.giveBack();
            }
        }
    }

    private Answer answer(int schemaId) throws IOException, RestClientException {
        try {
            var parsed = client.getSchemaById(schemaId);
            if (!(parsed.rawSchema() instanceof Schema)) {
                return new Unknown("which is a schema of type " + parsed.schemaType(), false);
            }
            var schema = (Schema) parsed.rawSchema();
            // Schemas are kept in maps by their hash, which is made once, and recursively: here, where it may fail.
            int unused = schema.hashCode();
            return new Known(schema);
        } catch (StackOverflowError deep) {
            return new Unknown("which is a schema nested too deeply to be read", false);
        } catch (RestClientException refused) {
            if (refused.getErrorCode() == SCHEMA_NOT_FOUND) {
                return new Unknown("which the registry does not have", true);
            }
            throw refused;
        } catch (IOException failure) {
            // The client's way to say that it got a schema which is no Avro; all that is transient has another message.
            var message = failure.getMessage();
            if (message != null && message.startsWith("Invalid schema")) {
                return new Unknown("which is no Avro schema", false);
            }
            throw failure;
        }
    }

    private void remember(int schemaId, Unknown unknown) {
        synchronized (missing) {
            // Behind the others again, so that the oldest is the first.
            missing.remove(schemaId);
            missing.put(schemaId, new Missing(unknown, clock.instant().plus(unknownFor)));
            if (missing.size() > UNKNOWN_MAX) {
                Iterator<Integer> oldest = missing.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }
    }
}
