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
 * Writer schemas by id, from the Schema Registry. Found ids are cached permanently, missing ones for a while. Records
 * with ever new nonexistent ids must not cause a flood of requests, so requests about missing ids are rate-limited;
 * existing ids do not count towards the limit. One per process; thread-safe.
 */
public final class SchemaLookup {

    /** Lookups of missing ids per second, once the burst is used up. */
    public static final int UNKNOWN_PER_SECOND = 100;

    /** Burst of such lookups after an idle time. */
    public static final int UNKNOWN_BURST = 1_000;

    /** Maximum number of missing ids cached; beyond it, the oldest is evicted. */
    public static final int UNKNOWN_MAX = 10_000;

    /** The registry's error code for a missing id; a bare 404 may come from a proxy. */
    private static final int SCHEMA_NOT_FOUND = 40_403;

    private final SchemaRegistryClient client;
    private final InstantSource clock;
    private final Duration unknownFor;
    private final TokenBucket questions;
    private final Map<Integer, Known> known = new ConcurrentHashMap<>();
    private final Map<Integer, Missing> missing = new LinkedHashMap<>();

    /** Result of a lookup. */
    public sealed interface Answer permits Known, Unknown, NotNow {}

    /** The schema with this id; always the same object for the same id. */
    public record Known(Schema schema) implements Answer {}

    /**
     * There is no Avro schema with this id.
     *
     * @param detail what there is instead, such as {@code which the registry does not have}
     * @param absent whether the registry has nothing with this id, which changes when it catches up
     */
    public record Unknown(String detail, boolean absent) implements Answer {}

    /**
     * The limit of lookups is reached: try again. It says nothing about the id.
     *
     * @param delay time until the registry may be asked
     */
    public record NotNow(Duration delay) implements Answer {}

    private record Missing(Unknown answer, Instant until) {}

    /**
     * Looks up ids in one registry.
     *
     * @param client the registry's client; stays open
     * @param unknownFor how long a missing id is cached; it may be registered later
     */
    public SchemaLookup(SchemaRegistryClient client, InstantSource clock, Duration unknownFor) {
        this.client = client;
        this.clock = clock;
        this.unknownFor = unknownFor;
        questions = new TokenBucket(UNKNOWN_PER_SECOND, UNKNOWN_BURST, clock);
    }

    /**
     * Looks up an id; asks the registry unless the answer is cached.
     *
     * @throws IOException when the registry does not answer
     * @throws RestClientException when it returns an error other than a missing id
     */
    public Answer find(int schemaId) throws IOException, RestClientException {
        var remembered = remembered(schemaId);
        return remembered != null ? remembered : ask(schemaId);
    }

    /** The cached answer for an id, or null. */
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
        // A token not spent on a missing id is returned: the id exists, or the registry is unavailable.
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
            // Maps use the schema's hash, which is computed once, recursively: compute it here, where a failure is
            // handled.
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
            // The client's error for a schema that is not valid Avro; all transient errors have other messages.
            var message = failure.getMessage();
            if (message != null && message.startsWith("Invalid schema")) {
                return new Unknown("which is no Avro schema", false);
            }
            throw failure;
        }
    }

    private void remember(int schemaId, Unknown unknown) {
        synchronized (missing) {
            // Moves it to the end, so that the oldest is first.
            missing.remove(schemaId);
            missing.put(schemaId, new Missing(unknown, clock.instant().plus(unknownFor)));
            if (missing.size() > UNKNOWN_MAX) {
                Iterator<Integer> oldest = missing.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }
    }

    /**
     * Rate limiter with a burst: tokens are refilled steadily up to a capacity, and each use takes one. Thread-safe.
     */
    private static final class TokenBucket {

        private static final long NANOS_PER_SECOND = 1_000_000_000L;

        private final long capacityNanos;
        private final long tokenNanos;
        private final InstantSource clock;
        /** Its contents, as the time it takes to refill them. */
        private long leftNanos;

        private Instant refilled;

        /**
         * A full bucket.
         *
         * @param perSecond tokens refilled per second, 1 or more
         * @param capacity maximum number of tokens, 1 or more
         */
        TokenBucket(int perSecond, int capacity, InstantSource clock) {
            tokenNanos = NANOS_PER_SECOND / perSecond;
            capacityNanos = tokenNanos * capacity;
            leftNanos = capacityNanos;
            this.clock = clock;
            refilled = clock.instant();
        }

        /** Takes a token; returns zero on success, else the time until one is available. */
        synchronized Duration take() {
            var now = clock.instant();
            // A clock set back refills nothing; one set ahead at most fills the bucket.
            var passed = Duration.between(refilled, now);
            refilled = now;
            if (passed.compareTo(Duration.ofNanos(capacityNanos)) > 0) {
                leftNanos = capacityNanos;
            } else if (!passed.isNegative()) {
                leftNanos = Math.min(capacityNanos, leftNanos + passed.toNanos());
            }
            if (leftNanos < tokenNanos) {
                return Duration.ofNanos(tokenNanos - leftNanos);
            }
            leftNanos -= tokenNanos;
            return Duration.ZERO;
        }

        /** Returns an unused token. */
        synchronized void giveBack() {
            leftNanos = Math.min(capacityNanos, leftNanos + tokenNanos);
        }
    }
}
