package io.watchllm.delivery.kafka;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.watchllm.delivery.encode.SchemaSource;
import io.watchllm.schemas.AbsentIds;
import io.watchllm.schemas.SchemaLookup;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Writer schemas from the Schema Registry, through the lookup that all tables share. The lookup caches known and
 * unknown ids, and bounds how often unknown ids are asked for; this class remembers that the registry did not answer.
 * Requests run on virtual threads, and the caller waits for an answer only briefly. For one thread.
 *
 * <p>That the registry has no schema under an id is believed only after a while: one that lags behind its leader, or
 * was restored from a backup, reports good ids as missing ({@link AbsentIds}).
 */
public final class RegistrySchemas implements SchemaSource {
    /** How long an id that the registry does not have is cached as unknown. */
    public static final Duration UNKNOWN_FOR = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration AWAY_FOR = Duration.ofSeconds(3);
    private static final Executor THREADS =
            task -> Thread.ofVirtual().name("ask registry").start(task);

    private final SchemaLookup lookup;
    private final Clock clock;
    private final AbsentIds absentIds;
    private final Map<Integer, CompletableFuture<SchemaLookup.Answer>> asked = new HashMap<>();
    private Instant awayUntil = Instant.MIN;
    private Unavailable away = new Unavailable("");

    /** Schemas of one registry, for a caller that shares the lookup with nobody and believes the registry at once. */
    public RegistrySchemas(SchemaRegistryClient client, Clock clock) {
        this(new SchemaLookup(client, clock, UNKNOWN_FOR), clock, Duration.ZERO);
    }

    /**
     * Schemas through a lookup that others use, too.
     *
     * @param absentWait how long a missing id is treated as not available yet
     */
    public RegistrySchemas(SchemaLookup lookup, Clock clock, Duration absentWait) {
        this.lookup = lookup;
        this.clock = clock;
        this.absentIds = new AbsentIds(clock, absentWait);
    }

    @Override
    public Found find(int schemaId) {
        var remembered = lookup.remembered(schemaId);
        if (remembered != null) {
            return found(schemaId, remembered);
        }
        return clock.instant().isBefore(awayUntil) ? away : ask(schemaId);
    }

    /** Waits briefly for the answer to a new or pending request. */
    private Found ask(int schemaId) {
        var question = asked.computeIfAbsent(schemaId, id -> CompletableFuture.supplyAsync(() -> answer(id), THREADS));
        try {
            var answer = question.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            asked.remove(schemaId);
            return found(schemaId, answer);
        } catch (TimeoutException slow) {
            return away("the Schema Registry has not answered within " + PATIENCE.toMillis() + " ms", null);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return away("asking the Schema Registry was interrupted", null);
        } catch (ExecutionException broken) {
            asked.remove(schemaId);
            return away("the Schema Registry does not answer", broken.getCause());
        }
    }

    private SchemaLookup.Answer answer(int schemaId) {
        try {
            return lookup.find(schemaId);
        } catch (IOException | RestClientException failure) {
            throw new CompletionException(failure);
        }
    }

    private Unavailable away(String what, @Nullable Throwable cause) {
        away = new Unavailable(cause == null ? what : what + ": " + cause.getMessage());
        awayUntil = clock.instant().plus(AWAY_FOR);
        return away;
    }

    private Found found(int schemaId, SchemaLookup.Answer answer) {
        return switch (answer) {
            case SchemaLookup.Known(var schema) -> new Known(schema);
            case SchemaLookup.Unknown(var detail, var absent) ->
                absent ? absent(schemaId, detail) : new Unknown("the record has schema id " + schemaId + ", " + detail);
            // Neither the record nor the registry is at fault: the next record may have a known id.
            case SchemaLookup.NotNow(var wait) ->
                new Unavailable("too many unknown schema ids; the registry is asked for id %s in %s ms"
                        .formatted(schemaId, wait.toMillis() + 1));
        };
    }

    private Found absent(int schemaId, String detail) {
        var until = absentIds.askUntil();
        return until == null
                ? new Unknown("the record has schema id " + schemaId + ", " + detail)
                : new Unavailable("the record has schema id %d, %s; it is asked again until %s, in case it lags behind"
                        .formatted(schemaId, detail, until));
    }
}
