package io.watchllm.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.Event;
import io.watchllm.teststack.RandomEvents;
import io.watchllm.teststack.Samples;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.junit.jupiter.api.Test;

class EventCheckTest {

    private final EventCheck check = new EventCheck(new Limits(Duration.ofHours(24), Duration.ofDays(90), 1 << 20));

    @Property
    void shouldAcceptWhateverTheSchemaAllows(@ForAll long seed) {
        assertThat(check.check(new RandomEvents(seed).next(), Samples.TIME)).isNull();
    }

    /** The schemas say which numbers have a minimum: each of them, made negative, is refused under its own path. */
    @Test
    void shouldRefuseEachNumberBelowTheMinimumThatItsSchemaNames() {
        var wanted = new HashSet<String>();
        var refused = new HashSet<String>();
        for (var event : Samples.all().values()) {
            for (var number : numbers(event, "")) {
                wanted.add(number.path());
                number.makeNegative();
                var rejection = Objects.requireNonNull(check.check(event, Samples.TIME), number.path());
                assertThat(rejection.reason()).isEqualTo(Reason.NEGATIVE_NUMBER);
                refused.add(rejection.field());
                number.restore();
            }
        }

        assertThat(refused).isEqualTo(wanted).hasSize(15);
    }

    /** A bound that is no whole number of hours or days is not said shorter than it is. */
    @Test
    void shouldNameTheBoundsOfTheTimestampAsTheyAre() {
        var odd = new EventCheck(new Limits(Duration.ofMinutes(90), Duration.ofHours(36), 1 << 20));
        var event = Samples.event(Samples.promptCall().build());
        var time = event.getTimestamp();

        assertThat(Objects.requireNonNull(odd.check(event, time.minus(Duration.ofHours(2))))
                        .expected())
                .startsWith("at most 90 min after the arrival at ");
        assertThat(Objects.requireNonNull(odd.check(event, time.plus(Duration.ofHours(37))))
                        .expected())
                .startsWith("at most 36 h, the retention, before the arrival at ");
    }

    @Test
    void shouldRefuseAHugeNumberWithoutCountingItsDigits() {
        var huge = new BigDecimal(BigInteger.ONE.shiftLeft(8_000_000), 9);
        var event = Samples.event(Samples.promptCall().setCostEstimateUsd(huge).build());

        var rejection = Objects.requireNonNull(check.check(event, Samples.TIME));

        assertThat(rejection.reason()).isEqualTo(Reason.NUMBER_OUT_OF_RANGE);
        assertThat(rejection.value()).isEqualTo("a number of 8000001 bits");
    }

    private record NumberField(IndexedRecord record, Schema.Field field, String path, Object before) {

        void makeNegative() {
            record.put(
                    field.pos(),
                    switch (before) {
                        case Integer number -> -number;
                        case Long number -> -number;
                        case BigDecimal number -> number.negate();
                        default -> throw new AssertionError(path + " is no number");
                    });
        }

        void restore() {
            record.put(field.pos(), before);
        }
    }

    private static List<NumberField> numbers(IndexedRecord record, String path) {
        var found = new ArrayList<NumberField>();
        for (var field : record.getSchema().getFields()) {
            var value = record.get(field.pos());
            var here = path + field.name();
            if (field.getObjectProp("minimum") != null) {
                found.add(new NumberField(record, field, here, Objects.requireNonNull(value, here)));
            } else if (value instanceof IndexedRecord nested) {
                found.addAll(numbers(nested, here + "."));
            } else if (value instanceof List<?> items
                    && !items.isEmpty()
                    && items.getFirst() instanceof IndexedRecord first) {
                found.addAll(numbers(first, here + "[0]."));
            }
        }
        return found;
    }

    @Test
    void shouldCoverAllTypes() {
        assertThat(Samples.all().values().stream().map(Event::getPayload).map(Object::getClass))
                .doesNotHaveDuplicates();
        assertThat(Set.copyOf(Samples.all().keySet())).hasSize(8);
    }
}
