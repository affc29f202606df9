package io.watchllm.processor.consume;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link WriterSchemas} of a Schema Registry. An id that was found is kept for good, one that was not for a while, so
 * that a flood of broken records is no flood of requests.
 */
public final class RegistryWriterSchemas implements WriterSchemas {

    /** The registry's own code for an id that it does not have. */
    private static final int SCHEMA_NOT_FOUND = 40_403;

    private static final Logger log = LoggerFactory.getLogger(RegistryWriterSchemas.class);

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    /** An id may be registered after its first record was seen, where the registry has followers. */
    private static final Duration UNKNOWN_KEPT = Duration.ofSeconds(30);

    private static final int UNKNOWN_MAX = 10_000;

    private final SchemaRegistryClient client;
    private final String registryUrl;
    private final Retries retries;
    private final Map<Integer, Found> found = new ConcurrentHashMap<>();
    private final Map<Integer, Missing> missing = new ConcurrentHashMap<>();

    /**
     * Schemas of one registry.
     *
     * @param registryUrl where it is, for messages only
     */
    public RegistryWriterSchemas(SchemaRegistryClient client, String registryUrl, Retries retries) {
        this.client = client;
        this.registryUrl = registryUrl;
        this.retries = retries;
    }

    private record Missing(Unknown answer, Instant askAgain) {}

    @Override
    public Lookup find(int schemaId) {
        var known = found.get(schemaId);
        if (known != null) {
            return known;
        }
        var absent = missing.get(schemaId);
        if (absent != null && retries.clock().instant().isBefore(absent.askAgain())) {
            return absent.answer();
        }
        return ask(schemaId);
    }

    private Lookup ask(int schemaId) {
        var deadline = retries.clock().instant().plus(retries.bound());
        for (int retry = 0; ; retry++) {
            try {
                return remember(schemaId, askOnce(schemaId));
            } catch (IOException | RestClientException failure) {
                if (failure instanceof RestClientException refused && isDenied(refused)) {
                    throw new SchemasUnavailableException(
                            "The Schema Registry at %s refuses us (status %d, %s). Check the credentials for the registry."
                                    .formatted(registryUrl, refused.getStatus(), refused.getMessage()),
                            refused);
                }
                var pause = Retries.pauseBefore(retry);
                if (retries.clock().instant().plus(pause).isAfter(deadline)) {
                    throw new SchemasUnavailableException(
                            "The Schema Registry at %s did not give schema %d in %d tries within %d s (%s). Check that it runs and that WATCHLLM_SCHEMA_REGISTRY_URL is right; nothing is lost, start again when it is back."
                                    .formatted(
                                            registryUrl,
                                            schemaId,
                                            retry + 1,
                                            retries.bound().toSeconds(),
                                            failure),
                            failure);
                }
                log.warn(
                        "schema registry gave no answer, trying again schema_id={} retry={} pause_ms={} error={}",
                        schemaId,
                        retry + 1,
                        pause.toMillis(),
                        failure.toString());
                pause(pause, failure);
            }
        }
    }

    private Lookup askOnce(int schemaId) throws IOException, RestClientException {
        try {
            var parsed = client.getSchemaById(schemaId);
            return parsed.rawSchema() instanceof Schema schema
                    ? new Found(schema)
                    : new Unknown("which is a schema of type " + parsed.schemaType());
        } catch (RestClientException refused) {
            // A bare 404 may be a proxy in front of a registry that is away.
            if (refused.getErrorCode() == SCHEMA_NOT_FOUND) {
                return new Unknown("which the registry does not have");
            }
            throw refused;
        } catch (IOException failure) {
            // The client's way to say that it got a schema which is no Avro; all that is transient has another message.
            var message = failure.getMessage();
            if (message != null && message.startsWith("Invalid schema")) {
                return new Unknown("which is no Avro schema");
            }
            throw failure;
        }
    }

    private Lookup remember(int schemaId, Lookup answer) {
        return switch (answer) {
            case Found schema -> {
                missing.remove(schemaId);
                var first = found.putIfAbsent(schemaId, schema);
                yield first == null ? schema : first;
            }
            case Unknown unknown -> {
                if (missing.size() >= UNKNOWN_MAX) {
                    missing.clear();
                }
                missing.put(
                        schemaId, new Missing(unknown, retries.clock().instant().plus(UNKNOWN_KEPT)));
                yield unknown;
            }
        };
    }

    private void pause(Duration time, Exception failure) {
        try {
            retries.pause().of(time);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SchemasUnavailableException("Interrupted while waiting for the Schema Registry.", failure);
        }
    }

    private static boolean isDenied(RestClientException refused) {
        return refused.getStatus() == UNAUTHORIZED || refused.getStatus() == FORBIDDEN;
    }
}
