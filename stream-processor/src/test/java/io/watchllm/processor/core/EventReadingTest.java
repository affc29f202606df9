package io.watchllm.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.Event;
import io.watchllm.processor.RandomEvents;
import io.watchllm.schemas.WireFormat;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class EventReadingTest {

    private static final Schema SCHEMA_OF_INT = Schema.create(Schema.Type.INT);
    private static final Schema SCHEMA_OF_LONG = Schema.create(Schema.Type.LONG);

    private final EventReading reading = new EventReading();

    @Property
    void shouldReadWhatWasWritten(@ForAll long seed) {
        var event = new RandomEvents(seed).next();

        assertThat(reading.read(WireFormat.encode(1, event), Event.getClassSchema()))
                .isEqualTo(new EventReading.Read(event, true));
    }

    /** A mutated record is read as some event, or refused; nothing else happens, and neither asks for much memory. */
    @Property(tries = 5_000)
    void shouldReadOrRefuseWhateverComes(@ForAll long seed) {
        var random = new Random(seed);
        var bytes = WireFormat.encode(1, new RandomEvents(seed).next());
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            int at = WireFormat.PAYLOAD_OFFSET + random.nextInt(bytes.length - WireFormat.PAYLOAD_OFFSET);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes = Arrays.copyOf(bytes, at + 1);
                default -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            }
        }

        var outcome = reading.read(bytes, Event.getClassSchema());

        if (outcome instanceof EventReading.Refused refused) {
            assertThat(refused.rejection().reason()).isIn(Reason.UNREADABLE_AS_EVENT, Reason.INVALID_UNICODE);
        } else if (outcome instanceof EventReading.Read read) {
            // What was accepted is valid text all through: it can be written and is the same again.
            var again = WireFormat.encode(1, read.event());
            assertThat(reading.read(again, Event.getClassSchema())).isEqualTo(outcome);
        }
    }

    @Test
    void shouldRefuseACountThatNoRecordCanHold() {
        var schema = new Schema.Parser().parse("{\"type\":\"array\",\"items\":\"null\"}");
        // A block of 2^31 items that take no byte each, then the end.
        var bytes = new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x10, 0};

        assertThat(RecordScan.firstFault(schema, null, bytes, 0))
                .isEqualTo(new Rejection(
                        Reason.UNREADABLE_AS_EVENT,
                        "record",
                        "2147483648 items in 1 bytes",
                        "a count that fits the record"));
    }

    /** Avro's decoder would drop what does not fit, and read another number. */
    @Test
    void shouldRefuseANumberOfMoreBitsThanItsType() {
        var wide = new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x10};
        var endless = new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, 2};

        assertThat(RecordScan.firstFault(SCHEMA_OF_INT, null, wide, 0))
                .isEqualTo(new Rejection(
                        Reason.UNREADABLE_AS_EVENT, "record", "the number 2147483648", "a number of 32 bits"));
        assertThat(RecordScan.firstFault(SCHEMA_OF_LONG, null, wide, 0)).isNull();
        assertThat(RecordScan.firstFault(SCHEMA_OF_LONG, null, endless, 0))
                .isEqualTo(new Rejection(
                        Reason.UNREADABLE_AS_EVENT, "record", "a number of more than 64 bits", "one of fewer"));
        endless[9] = 1;
        assertThat(RecordScan.firstFault(SCHEMA_OF_LONG, null, endless, 0)).isNull();
    }

    @Test
    void shouldRefuseNestingWithoutEnd() {
        var schema = new Schema.Parser()
                .parse(
                        "{\"type\":\"record\",\"name\":\"Loop\",\"fields\":[{\"name\":\"again\",\"type\":[\"null\",\"Loop\"]}]}");
        var bytes = new byte[10_000];
        Arrays.fill(bytes, (byte) 2);

        var rejection = Objects.requireNonNull(RecordScan.firstFault(schema, null, bytes, 0));

        assertThat(rejection.value()).isEqualTo("nested deeper than 64");
        assertThat(rejection.field()).startsWith("again.again.");
    }

    @Test
    void shouldNameTheItemOfAListWhereTheFaultIs() {
        var schema = new Schema.Parser()
                .parse(
                        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"tags\",\"type\":{\"type\":\"array\",\"items\":\"string\"}}]}");
        var bytes = new byte[] {4, 2, 'a', 2, (byte) 0xc0, 0};

        assertThat(RecordScan.firstFault(schema, null, bytes, 0))
                .isEqualTo(new Rejection(
                        Reason.INVALID_UNICODE,
                        "tags[1]",
                        "text whose byte 0 of 1 begins no character (0xc0)",
                        "valid UTF-8, without lone surrogates"));
    }
}
