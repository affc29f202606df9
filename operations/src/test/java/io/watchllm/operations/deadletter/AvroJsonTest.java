package io.watchllm.operations.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.events.Client;
import io.watchllm.schemas.WireFormat;
import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class AvroJsonTest {

    @Test
    void shouldShowARecordByItsFields() throws IOException {
        var bytes = WireFormat.encode(1, new Client("host-1", null, "python"));

        assertThat(AvroJson.of(bytes, Client.getClassSchema()).toString())
                .isEqualTo("{\"hostname\":\"host-1\",\"platform\":\"python\"}");
    }

    /** No byte, 2^40 values. */
    @Test
    void shouldRefuseASchemaBomb() {
        var bomb = Schema.createRecord("R40", null, null, false, List.of());
        for (var level = 39; level >= 0; level--) {
            bomb = Schema.createRecord(
                    "R" + level, null, null, false, List.of(new Schema.Field("a", bomb), new Schema.Field("b", bomb)));
        }
        var schema = bomb;

        assertThatThrownBy(() -> AvroJson.of(new byte[] {0, 0, 0, 0, 9}, schema))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("more than 10000 values in 0 bytes in a.a.")
                .hasMessageEndingWith("; expected at most 10000 values");
    }
}
