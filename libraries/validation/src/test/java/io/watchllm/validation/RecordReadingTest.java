package io.watchllm.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.Event;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.registry.WriterSchemas;
import io.watchllm.teststack.RandomEvents;
import io.watchllm.teststack.SchemaBomb;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class RecordReadingTest {

    private final RecordReading<Event> reading = reading(Event.getClassSchema());

    @Property
    void shouldReadWhatWasWritten(@ForAll long seed) {
        var event = new RandomEvents(seed).next();

        assertThat(reading.read(WireFormat.encode(1, event))).isEqualTo(new RecordReading.Read<>(event, true));
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

        var outcome = reading.read(bytes);

        if (outcome instanceof RecordReading.Rejected<Event>(var rejection)) {
            assertThat(rejection.reason()).isIn(Reason.UNREADABLE_AS_EVENT, Reason.INVALID_UNICODE);
        } else if (outcome instanceof RecordReading.Read<Event> read) {
            // What was accepted is valid text all through: it can be written and is the same again.
            var again = WireFormat.encode(1, read.value());
            assertThat(reading.read(again)).isEqualTo(outcome);
        }
    }

    /** Whoever may register a schema could stop a partition with five bytes. */
    @Test
    void shouldRefuseASchemaBombWithoutAWalk() {
        var outcome = reading(SchemaBomb.nested(40)).read(new byte[] {0, 0, 0, 0, 9});

        assertThat(outcome).isInstanceOfSatisfying(RecordReading.Rejected.class, refused -> {
            assertThat(refused.rejection().reason()).isEqualTo(Reason.UNREADABLE_AS_EVENT);
            assertThat(refused.rejection().value())
                    .startsWith("the schema R0 can't be read as io.watchllm.events.Event");
        });
    }

    /** The same within a schema that can be read as an event: what it has more would have to be skipped. */
    @Test
    void shouldRefuseASchemaBombWithinAnEvent() {
        var event = new RandomEvents(1).next();
        var outcome = reading(SchemaBomb.NESTED.schema()).read(SchemaBomb.NESTED.record(event));

        assertThat(outcome).isInstanceOfSatisfying(RecordReading.Rejected.class, refused -> {
            assertThat(refused.rejection().reason()).isEqualTo(Reason.UNREADABLE_AS_EVENT);
            assertThat(refused.rejection().field()).startsWith("bomb.a.a.");
            assertThat(refused.rejection().value()).startsWith("more than ");
        });
    }

    private static RecordReading<Event> reading(Schema writer) {
        return new RecordReading<>(id -> new WriterSchemas.Found(writer), Event.class);
    }
}
