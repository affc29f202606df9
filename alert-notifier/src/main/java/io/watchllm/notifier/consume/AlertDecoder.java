package io.watchllm.notifier.consume;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.watchllm.control.Alert;
import io.watchllm.schemas.AvroReader;
import io.watchllm.schemas.SchemaLookup;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.WireFormatException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Reads alerts from the wire format, with the registry's help. For one thread. */
public final class AlertDecoder {
    /** How long it is remembered that the registry does not have an id. */
    public static final Duration UNKNOWN_FOR = Duration.ofSeconds(30);

    private final SchemaLookup schemas;
    private final AvroReader<Alert> reader = new AvroReader<>(Alert.class);

    /** A decoder that asks this registry. */
    public AlertDecoder(SchemaRegistryClient registry) {
        this(new SchemaLookup(registry, InstantSource.system(), UNKNOWN_FOR));
    }

    /** A decoder that asks through a look-up which others use, too. */
    public AlertDecoder(SchemaLookup schemas) {
        this.schemas = schemas;
    }

    /** What a record holds. */
    public sealed interface Decoded {}

    /** An alert. */
    public record Read(Alert alert) implements Decoded {}

    /** No alert, and why; it will never be one. */
    public record Broken(String why) implements Decoded {}

    /**
     * Reads a record's value.
     *
     * @throws IOException when the registry does not answer, or was asked for too many unknown ids: to be tried again
     */
    public Decoded decode(byte @Nullable [] value) throws IOException {
        if (value == null) {
            return new Broken("the record has no value");
        }
        try {
            var id = WireFormat.schemaId(value);
            return switch (schemas.find(id)) {
                case SchemaLookup.Known(var schema) -> new Read(reader.read(value, schema));
                case SchemaLookup.Unknown unknown -> new Broken("its schema id is " + id + ", " + unknown.detail());
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
}
