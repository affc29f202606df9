package io.watchllm.notifier.consume;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.watchllm.control.Alert;
import io.watchllm.schemas.AbsentIds;
import io.watchllm.schemas.AvroReader;
import io.watchllm.schemas.SchemaLookup;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.WireFormatException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Decodes alerts from the wire format with schemas from the registry. Not thread-safe. */
public final class AlertDecoder {
    /** How long an id unknown to the registry is cached as unknown. */
    public static final Duration UNKNOWN_FOR = Duration.ofSeconds(10);

    private final SchemaLookup schemas;
    private final AbsentIds absentIds;
    private final AvroReader<Alert> reader = new AvroReader<>(Alert.class);

    /** A decoder that asks this registry and trusts it at once when it does not have an id. */
    public AlertDecoder(SchemaRegistryClient registry) {
        this(
                new SchemaLookup(registry, InstantSource.system(), UNKNOWN_FOR),
                new AbsentIds(InstantSource.system(), Duration.ZERO));
    }

    /**
     * A decoder that uses a shared lookup.
     *
     * @param absentIds how long an unknown id is treated as not visible yet
     */
    public AlertDecoder(SchemaLookup schemas, AbsentIds absentIds) {
        this.schemas = schemas;
        this.absentIds = absentIds;
    }

    /** Result of decoding a record. */
    public sealed interface Decoded {}

    /** An alert. */
    public record Read(Alert alert) implements Decoded {}

    /** Not an alert, and why; retrying is pointless. */
    public record Broken(String why) implements Decoded {}

    /**
     * Decodes a record's value.
     *
     * @throws IOException when the registry does not answer, does not have the id yet, or was asked for too many
     *     unknown ids; try again
     */
    public Decoded decode(byte @Nullable [] value) throws IOException {
        if (value == null) {
            return new Broken("the record has no value");
        }
        try {
            var id = WireFormat.schemaId(value);
            return switch (schemas.find(id)) {
                case SchemaLookup.Known(var schema) -> new Read(reader.read(value, schema));
                case SchemaLookup.Unknown unknown -> unknown(id, unknown);
                case SchemaLookup.NotNow(var wait) ->
                    throw new IOException("too many unknown schema ids; the registry is asked for id %s in %s ms"
                            .formatted(id, wait.toMillis() + 1));
            };
        } catch (WireFormatException broken) {
            return new Broken(String.valueOf(broken.getMessage()));
        } catch (RestClientException refused) {
            throw new IOException("the Schema Registry answered " + refused.getStatus(), refused);
        }
    }

    private Broken unknown(int id, SchemaLookup.Unknown unknown) throws IOException {
        var what = "its schema id is " + id + ", " + unknown.detail();
        var until = unknown.absent() ? absentIds.askUntil() : null;
        if (until != null) {
            throw new IOException(what + "; it is asked again until " + until + ", in case it lags behind");
        }
        return new Broken(what);
    }
}
