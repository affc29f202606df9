package io.watchllm.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.events.Client;
import io.watchllm.events.ErrorDetail;
import io.watchllm.events.Event;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class WireFormatTest {

    private static final Client CLIENT = new Client("host-1", "1.2.3", "python");

    private final AvroReader<Client> reader = new AvroReader<>(Client.class);

    @Property
    void shouldReadBackWhatItWrote(@ForAll int schemaId, @ForAll String hostname) {
        var client = new Client(new String(hostname.getBytes(UTF_8), UTF_8), null, "x");

        var bytes = WireFormat.encode(schemaId, client);

        assertThat(bytes[0]).isZero();
        assertThat(WireFormat.schemaId(bytes)).isEqualTo(schemaId);
        assertThat(reader.read(bytes, Client.getClassSchema())).isEqualTo(client);
    }

    @Property
    void shouldRefuseOrReadWhateverBytesCome(@ForAll @Size(max = 64) byte[] noise) {
        var bytes = new byte[noise.length + WireFormat.PAYLOAD_OFFSET];
        System.arraycopy(noise, 0, bytes, WireFormat.PAYLOAD_OFFSET, noise.length);
        var events = new AvroReader<>(Event.class);

        try {
            events.read(bytes, Event.getClassSchema());
        } catch (WireFormatException refused) {
            assertThat(refused).hasMessageStartingWith("found ");
        }
    }

    @Test
    void shouldRefuseHugeLengthWithoutTakingTheMemory() {
        // A string that claims two billion bytes.
        byte[] bytes = {0, 0, 0, 0, 1, 2, (byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0e, 'a'};

        assertThatThrownBy(() -> reader.read(bytes, Client.getClassSchema()))
                .isInstanceOf(WireFormatException.class)
                .hasMessageStartingWith("found ");
    }

    @Test
    void shouldTellWhatIsWrongWhenBytesAreNotTheWireFormat() {
        assertThatThrownBy(() -> WireFormat.schemaId(new byte[] {0, 0, 1}))
                .isInstanceOf(WireFormatException.class)
                .hasMessage("found 3 bytes; a record begins with a zero byte and the four bytes of its schema id");
        assertThatThrownBy(() -> WireFormat.schemaId("{\"event_id\":1}".getBytes(UTF_8)))
                .hasMessage(
                        "found the first byte 0x7b, perhaps JSON; a record begins with 0x00 and the four bytes of its schema id");
    }

    @Test
    void shouldRefuseWhenRecordIsCut() {
        var bytes = WireFormat.encode(7, CLIENT);

        assertThatThrownBy(() -> reader.read(Arrays.copyOf(bytes, bytes.length - 1), Client.getClassSchema()))
                .isInstanceOf(WireFormatException.class)
                .hasMessage(
                        "found 6 bytes long with 5 bytes left in platform of the io.watchllm.events.Client that schema 7 describes; expected a length that fits the record");
    }

    @Test
    void shouldRefuseWhenBytesAreLeftOver() {
        var bytes = WireFormat.encode(7, CLIENT);

        assertThatThrownBy(() -> reader.read(Arrays.copyOf(bytes, bytes.length + 2), Client.getClassSchema()))
                .isInstanceOf(WireFormatException.class)
                .hasMessage(
                        "found 2 bytes too long in record of the io.watchllm.events.Client that schema 7 describes; expected no bytes behind the record");
    }

    @Test
    void shouldRefuseWhenWriterSchemaIsOfSomethingElse() {
        var other = SchemaBuilder.record("Other").fields().requiredInt("size").endRecord();

        assertThatThrownBy(() -> reader.read(new byte[] {0, 0, 0, 0, 9, 2}, other))
                .isInstanceOf(WireFormatException.class)
                .hasMessageStartingWith("the schema Other can't be read as io.watchllm.events.Client: NAME_MISMATCH");
    }

    @Test
    void shouldRefuseToWriteWhenRequiredFieldIsMissing() {
        var event = new Event();
        event.put(0, "the part that is written before the fault");

        assertThatThrownBy(() -> WireFormat.encode(1, event))
                .isInstanceOf(WireFormatException.class)
                .hasMessageStartingWith("a io.watchllm.events.Event breaks its schema: ");
        assertThat(reader.read(WireFormat.encode(1, CLIENT), Client.getClassSchema()))
                .isEqualTo(CLIENT);
    }

    @Test
    void shouldReadOlderVersionWhenFieldWasAdded() {
        var old = SchemaBuilder.record("ErrorDetail")
                .namespace("io.watchllm.events")
                .fields()
                .name("message")
                .type()
                .nullable()
                .stringType()
                .noDefault()
                .endRecord();
        byte[] bytes = {0, 0, 0, 0, 3, 0, 4, 'n', 'o'};

        var detail = new AvroReader<>(ErrorDetail.class).read(bytes, old);

        assertThat(detail.getMessage()).isEqualTo("no");
        assertThat(detail.getCode()).isNull();
    }
}
