package io.watchllm.notifier.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.watchllm.control.Alert;
import io.watchllm.notifier.Alerts;
import io.watchllm.schemas.AbsentIds;
import io.watchllm.schemas.SchemaLookup;
import io.watchllm.schemas.WireFormat;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A registry that lags behind its leader, or was restored, says of good records that it does not have a schema. */
class AlertDecoderTest {
    private static final Alert ALERT = Alerts.of("a-0", "r", "g");

    private Instant now = Alerts.TIME;
    private boolean there;
    private final AlertDecoder decoder = new AlertDecoder(
            new SchemaLookup(registry(), () -> now, AlertDecoder.UNKNOWN_FOR),
            new AbsentIds(() -> now, Duration.ofMinutes(1)));

    private MockSchemaRegistryClient registry() {
        return new MockSchemaRegistryClient() {
            @Override
            public ParsedSchema getSchemaById(int id) throws RestClientException {
                if (!there) {
                    throw new RestClientException("Schema not found", 404, 40_403);
                }
                return new AvroSchema(Alert.getClassSchema());
            }
        };
    }

    @Test
    void shouldReadAnAlertWhoseSchemaTheRegistryGetsLate() throws Exception {
        assertThatThrownBy(() -> decoder.decode(WireFormat.encode(7, ALERT)))
                .isInstanceOf(IOException.class)
                .hasMessage("its schema id is 7, which the registry does not have; it is asked again until "
                        + Alerts.TIME.plusSeconds(60) + ", in case it lags behind");

        there = true;
        now = now.plusSeconds(59);

        assertThat(decoder.decode(WireFormat.encode(7, ALERT))).isEqualTo(new AlertDecoder.Read(ALERT));
    }

    @Test
    void shouldHoldATargetUpOnceForASeriesOfIdsThatTheRegistryDoesNotHave() throws Exception {
        assertThatThrownBy(() -> decoder.decode(WireFormat.encode(7, ALERT))).isInstanceOf(IOException.class);
        now = now.plusSeconds(60);

        assertThat(decoder.decode(WireFormat.encode(7, ALERT)))
                .isEqualTo(new AlertDecoder.Broken("its schema id is 7, which the registry does not have"));
        assertThat(decoder.decode(WireFormat.encode(8, ALERT))).isInstanceOf(AlertDecoder.Broken.class);

        now = now.plusSeconds(601);
        assertThatThrownBy(() -> decoder.decode(WireFormat.encode(9, ALERT))).isInstanceOf(IOException.class);
    }
}
