package io.watchllm.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.Event;
import io.watchllm.schemas.WireFormat;
import io.watchllm.teststack.RandomEvents;
import io.watchllm.teststack.SchemaBomb;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EventReadingTest {

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

    /** Whoever may register a schema could stop a partition with five bytes. */
    @Test
    void shouldRefuseASchemaBombWithoutAWalk() {
        var outcome = reading.read(new byte[] {0, 0, 0, 0, 9}, SchemaBomb.nested(40));

        assertThat(outcome).isInstanceOfSatisfying(EventReading.Refused.class, refused -> {
            assertThat(refused.rejection().reason()).isEqualTo(Reason.UNREADABLE_AS_EVENT);
            assertThat(refused.rejection().value())
                    .startsWith("the schema R0 can't be read as io.watchllm.events.Event");
        });
    }

    /** The same within a schema that can be read as an event: what it has more would have to be skipped. */
    @Test
    void shouldRefuseASchemaBombWithinAnEvent() {
        var event = new RandomEvents(1).next();
        var outcome = reading.read(SchemaBomb.NESTED.record(event), SchemaBomb.NESTED.schema());

        assertThat(outcome).isInstanceOfSatisfying(EventReading.Refused.class, refused -> {
            assertThat(refused.rejection().reason()).isEqualTo(Reason.UNREADABLE_AS_EVENT);
            assertThat(refused.rejection().field()).startsWith("bomb.a.a.");
            assertThat(refused.rejection().value()).startsWith("more than ");
        });
    }
}
