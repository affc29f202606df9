package io.watchllm.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.watchllm.control.Alert;
import io.watchllm.events.AlertScope;
import io.watchllm.events.AlertState;
import io.watchllm.events.AlertType;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.WireFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A record that is endless work would hold the watch for ever. */
@Timeout(BudgetWatchTest.FAR_TOO_SLOW_SECONDS)
class AlertDeserializerTest {

    private static final Alert ALERT =
            BudgetWatchTest.alert("run-1", "1.00", AlertType.cost_budget, AlertScope.run, AlertState.firing);

    private final MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
    private final AlertDeserializer deserializer = new AlertDeserializer(registry);

    @Test
    void shouldReadAnAlert() throws Exception {
        assertThat(deserializer.deserialize("any", WireFormat.encode(register(Alert.getClassSchema()), ALERT)))
                .isEqualTo(ALERT);
    }

    @Test
    void shouldRefuseASchemaBombWithinAnAlert() throws Exception {
        var fields = new ArrayList<Schema.Field>();
        Alert.getClassSchema().getFields().forEach(each -> fields.add(new Schema.Field(each, each.schema())));
        fields.add(new Schema.Field("bomb", nested(40)));
        int id = register(Schema.createRecord("Alert", null, "io.watchllm.control", false, fields));
        byte[] record = WireFormat.encode(id, ALERT);

        assertThatThrownBy(() -> deserializer.deserialize("any", record))
                .isInstanceOf(WireFormatException.class)
                .hasMessageContaining("bomb");
    }

    @Test
    void shouldHaveNothingUnderAnIdThatTheRegistryDoesNotHave() {
        var empty = new AlertDeserializer(new MockSchemaRegistryClient() {
            @Override
            public ParsedSchema getSchemaById(int id) throws RestClientException {
                throw new RestClientException("Schema 99 not found", 404, 40403);
            }
        });

        assertThat(empty.deserialize("any", new byte[] {0, 0, 0, 0, 99, 0})).isNull();
        assertThat(empty.deserialize("any", null)).isNull();
    }

    private int register(Schema schema) throws IOException, RestClientException {
        return registry.register("watchllm.alerts-value", new AvroSchema(schema));
    }

    /** Records nested by name, two of each in the one above. */
    private static Schema nested(int depth) {
        var inner = Schema.createRecord("R" + depth, null, null, false, List.of());
        for (int level = depth - 1; level >= 0; level--) {
            inner = Schema.createRecord(
                    "R" + level,
                    null,
                    null,
                    false,
                    List.of(new Schema.Field("a", inner), new Schema.Field("b", inner)));
        }
        return inner;
    }
}
