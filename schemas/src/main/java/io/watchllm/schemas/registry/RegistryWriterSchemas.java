package io.watchllm.schemas.registry;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.watchllm.schemas.AbsentIds;
import io.watchllm.schemas.SchemaLookup;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link WriterSchemas} of a Schema Registry ({@link SchemaLookup}). Lookups of unknown ids are rate-limited: a record
 * with another unknown id waits for its turn, so nothing is rejected before the registry was asked and a schema that
 * exists is found. The registry's answer that an id does not exist is trusted only after a while ({@link AbsentIds});
 * the record waits meanwhile.
 */
public final class RegistryWriterSchemas implements WriterSchemas {

    private static final Logger log = LoggerFactory.getLogger(RegistryWriterSchemas.class);

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    /** With registry followers, an id may become visible only after its first record was seen. */
    private static final Duration UNKNOWN_KEPT = Duration.ofSeconds(10);

    /** Time between two lookups of an id that the registry may not have yet. */
    private static final Duration ABSENT_PAUSE = Duration.ofSeconds(1);

    private final SchemaLookup lookup;
    private final String registryUrl;
    private final Retries retries;
    private final Runnable delayed;
    private final AbsentIds absentIds;
    private final Map<Integer, Found> found = new ConcurrentHashMap<>();

    /**
     * Schemas of one registry whose answer that an id does not exist is trusted at once.
     *
     * @param registryUrl address of the registry, for messages only
     */
    public RegistryWriterSchemas(SchemaRegistryClient client, String registryUrl, Retries retries) {
        this(client, registryUrl, retries, Duration.ZERO, () -> {});
    }

    /**
     * Schemas of one registry.
     *
     * @param registryUrl address of the registry, for messages only
     * @param absentWait how long an unknown id is treated as not visible yet
     * @param delayed called each time a record waits because of unknown ids
     */
    public RegistryWriterSchemas(
            SchemaRegistryClient client, String registryUrl, Retries retries, Duration absentWait, Runnable delayed) {
        lookup = new SchemaLookup(client, retries.clock(), UNKNOWN_KEPT);
        this.registryUrl = registryUrl;
        this.retries = retries;
        this.delayed = delayed;
        absentIds = new AbsentIds(retries.clock(), absentWait);
    }

    @Override
    public Lookup find(int schemaId) {
        var known = found.get(schemaId);
        return known != null ? known : ask(schemaId);
    }

    private Lookup ask(int schemaId) {
        var deadline = retries.clock().instant().plus(retries.bound());
        for (int retry = 0; ; retry++) {
            try {
                var answer = lookup.find(schemaId);
                if (answer instanceof SchemaLookup.Known there) {
                    return found.computeIfAbsent(schemaId, id -> new Found(there.schema()));
                }
                if (answer instanceof SchemaLookup.Unknown unknown) {
                    if (!unknown.absent() || !waitForAbsent(schemaId)) {
                        return new Unknown(unknown.detail());
                    }
                    // The registry answers, so this wait does not count towards the limit for an unavailable registry.
                    deadline = deadline.plus(ABSENT_PAUSE);
                } else if (answer instanceof SchemaLookup.NotNow later) {
                    delayed.run();
                    pause(later.delay(), null);
                    // The registry is available, so the limit for an unavailable one starts over.
                    deadline = retries.clock().instant().plus(retries.bound());
                }
                retry = -1;
            } catch (IOException | RestClientException failure) {
                requireNotDenied(failure);
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

    /** Waits before an unknown id is looked up again; false when its absence is final. */
    private boolean waitForAbsent(int schemaId) {
        var until = absentIds.askUntil();
        if (until == null) {
            return false;
        }
        log.warn(
                "schema registry does not have a schema, asking again in case it lags behind schema_id={} until={}",
                schemaId,
                until);
        delayed.run();
        pause(ABSENT_PAUSE, null);
        return true;
    }

    private void requireNotDenied(Exception failure) {
        if (failure instanceof RestClientException refused && isDenied(refused)) {
            throw new SchemasUnavailableException(
                    "The Schema Registry at %s refuses us (status %d, %s). Check the credentials for the registry."
                            .formatted(registryUrl, refused.getStatus(), refused.getMessage()),
                    refused);
        }
    }

    private void pause(Duration time, @Nullable Exception failure) {
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
