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

/**
 * Writer schemas from the Schema Registry. The client remembers what it found; what it did not find is remembered here
 * for a while, so that a flood of unknown ids is no flood of questions. For one thread.
 */
public final class RegistrySchemas implements SchemaSource {
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(10);
    private static final int UNKNOWN_MAX = 10_000;
    /** The registry's own code for an id that it does not have; a bare 404 may be a proxy's. */
    private static final int SCHEMA_NOT_FOUND = 40_403;

    private final SchemaRegistryClient client;
    private final Clock clock;
    private final Map<Integer, Instant> unknown = new HashMap<>();

    public RegistrySchemas(SchemaRegistryClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    @Override
    public Found find(int schemaId) {
        var until = unknown.get(schemaId);
        if (until != null && clock.instant().isBefore(until)) {
            return notThere(schemaId);
        }
        try {
            return client.getSchemaById(schemaId) instanceof AvroSchema avro
                    ? new Known(avro.rawSchema())
                    : new Unknown("schema id " + schemaId + " is not an Avro schema");
        } catch (RestClientException refusal) {
            if (refusal.getErrorCode() != SCHEMA_NOT_FOUND) {
                return unavailable(refusal);
            }
            if (unknown.size() >= UNKNOWN_MAX) {
                unknown.clear();
            }
            unknown.put(schemaId, clock.instant().plus(UNKNOWN_FOR));
            return notThere(schemaId);
        } catch (IOException failure) {
            // The client's way to say that it got a schema which is no Avro.
            return String.valueOf(failure.getMessage()).startsWith("Invalid schema")
                    ? new Unknown("schema id " + schemaId + " is not an Avro schema")
                    : unavailable(failure);
        }
    }

    private static Unknown notThere(int schemaId) {
        return new Unknown(
                "the registry knows no schema id " + schemaId + "; was the record written with another one?");
    }

    private static Unavailable unavailable(Exception failure) {
        return new Unavailable("the Schema Registry does not answer: " + failure.getMessage());
    }
}
