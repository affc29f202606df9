package io.watchllm.notifier.consume;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.watchllm.control.Alert;
import io.watchllm.schemas.AvroReader;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.WireFormatException;
import java.io.IOException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reads alerts from the wire format, with the registry's help. For one thread. */
public final class AlertDecoder {
    /** The registry's own code for an id that it does not have. */
    private static final int SCHEMA_NOT_FOUND = 40_403;

    private final SchemaRegistryClient registry;
    private final AvroReader<Alert> reader = new AvroReader<>(Alert.class);

    /** A decoder that asks this registry; the client keeps what it was told. */
    public AlertDecoder(SchemaRegistryClient registry) {
        this.registry = registry;
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
     * @throws IOException when the registry does not answer: to be tried again
     */
    public Decoded decode(byte @Nullable [] value) throws IOException {
        if (value == null) {
            return new Broken("the record has no value");
        }
        try {
            var id = WireFormat.schemaId(value);
            if (!(registry.getSchemaById(id).rawSchema() instanceof Schema schema)) {
                return new Broken("schema " + id + " is not Avro");
            }
            return new Read(reader.read(value, schema));
        } catch (WireFormatException broken) {
            return new Broken(String.valueOf(broken.getMessage()));
        } catch (RestClientException refused) {
            if (refused.getErrorCode() == SCHEMA_NOT_FOUND) {
                return new Broken("the registry does not have its schema");
            }
            throw new IOException("the Schema Registry answered " + refused.getStatus(), refused);
        }
    }
}
