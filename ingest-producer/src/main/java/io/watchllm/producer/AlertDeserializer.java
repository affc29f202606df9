package io.watchllm.producer;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.watchllm.control.Alert;
import io.watchllm.schemas.AvroReader;
import io.watchllm.schemas.SchemaLookup;
import io.watchllm.schemas.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes alerts with the same checks as the services: nobody who can write to the topic can make it work endlessly by
 * means of a schema. Not thread-safe.
 */
final class AlertDeserializer implements Deserializer<Alert> {

    /** How long an unknown id is cached as unknown; it may be registered a moment later. */
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(30);

    private final SchemaRegistryClient client;
    private final SchemaLookup schemas;
    private final AvroReader<Alert> reader = new AvroReader<>(Alert.class);

    /** @param client closed together with this object */
    AlertDeserializer(SchemaRegistryClient client) {
        this.client = client;
        schemas = new SchemaLookup(client, InstantSource.system(), UNKNOWN_FOR);
    }

    /**
     * The alert in the record.
     *
     * @return null when there is no alert schema with its id
     * @throws RuntimeException when the bytes are not an alert; with an {@link IOException} or
     *     {@link RestClientException} as its cause when the registry failed to return the schema
     */
    @Override
    public @Nullable Alert deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        try {
            SchemaLookup.Answer answer = schemas.find(WireFormat.schemaId(data));
            if (answer instanceof SchemaLookup.NotNow) {
                throw new IOException("too many unknown schema ids; the registry is asked again in a moment");
            }
            return answer instanceof SchemaLookup.Known known ? reader.read(data, known.schema()) : null;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (RestClientException refused) {
            throw new SerializationException("the Schema Registry answered " + refused.getStatus(), refused);
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
