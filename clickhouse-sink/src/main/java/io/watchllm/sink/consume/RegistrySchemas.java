package io.watchllm.sink.consume;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.watchllm.sink.encode.SchemaSource;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writer schemas from the Schema Registry. The client remembers what it found; what it did not find is remembered here
 * for a while, so that a flood of unknown ids is no flood of questions, and so is that the registry did not answer.
 * Questions have threads of their own; whoever asks waits for an answer only briefly. For one thread.
 */
public final class RegistrySchemas implements SchemaSource {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration AWAY_FOR = Duration.ofSeconds(3);
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(10);
    private static final int UNKNOWN_MAX = 10_000;
    private static final Executor THREADS =
            task -> Thread.ofVirtual().name("ask registry").start(task);
    /** The registry's own code for an id that it does not have; a bare 404 may be a proxy's. */
    private static final int SCHEMA_NOT_FOUND = 40_403;

    private final SchemaRegistryClient client;
    private final Clock clock;
    private final Map<Integer, Remembered> unknown = new HashMap<>();
    private final Map<Integer, CompletableFuture<Found>> asked = new HashMap<>();
    private Instant awayUntil = Instant.MIN;
    private Unavailable away = new Unavailable("");

    private record Remembered(Unknown answer, Instant until) {}

    public RegistrySchemas(SchemaRegistryClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    @Override
    public Found find(int schemaId) {
        var known = unknown.get(schemaId);
        if (known != null && clock.instant().isBefore(known.until())) {
            return known.answer();
        }
        if (clock.instant().isBefore(awayUntil)) {
            return away;
        }
        var answer = answer(schemaId);
        if (answer instanceof Unavailable silent) {
            away = silent;
            awayUntil = clock.instant().plus(AWAY_FOR);
        } else if (answer instanceof Unknown nothing) {
            if (unknown.size() >= UNKNOWN_MAX) {
                unknown.clear();
            }
            unknown.put(schemaId, new Remembered(nothing, clock.instant().plus(UNKNOWN_FOR)));
        }
        return answer;
    }

    /** What the registry says to a question that is under way or begins now. */
    private Found answer(int schemaId) {
        var question = asked.computeIfAbsent(schemaId, id -> CompletableFuture.supplyAsync(() -> ask(id), THREADS));
        try {
            var found = question.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            asked.remove(schemaId);
            return found;
        } catch (TimeoutException slow) {
            return new Unavailable("the Schema Registry has not answered within " + PATIENCE.toMillis() + " ms");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Unavailable("asking the Schema Registry was interrupted");
        } catch (ExecutionException broken) {
            asked.remove(schemaId);
            return unavailable(broken);
        }
    }

    private Found ask(int schemaId) {
        try {
            return client.getSchemaById(schemaId) instanceof AvroSchema avro
                    ? new Known(avro.rawSchema())
                    : noAvro(schemaId);
        } catch (RestClientException refusal) {
            return refusal.getErrorCode() == SCHEMA_NOT_FOUND ? notThere(schemaId) : unavailable(refusal);
        } catch (IOException failure) {
            // The client's way to say that it got a schema which is no Avro.
            return String.valueOf(failure.getMessage()).startsWith("Invalid schema")
                    ? noAvro(schemaId)
                    : unavailable(failure);
        }
    }

    private static Unknown noAvro(int schemaId) {
        return new Unknown("schema id " + schemaId + " is not an Avro schema");
    }

    private static Unknown notThere(int schemaId) {
        return new Unknown(
                "the registry knows no schema id " + schemaId + "; was the record written with another one?");
    }

    private static Unavailable unavailable(Exception failure) {
        return new Unavailable("the Schema Registry does not answer: " + failure.getMessage());
    }
}
