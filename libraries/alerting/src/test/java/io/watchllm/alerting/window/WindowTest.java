package io.watchllm.alerting.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.watchllm.alerting.Sample;
import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.Observation.Outcome;
import io.watchllm.alerting.rule.RuleNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Panes, sketches and baselines against plain recomputation. */
class WindowTest {

    @Property
    void shouldMeasurePercentilesWithinOnePercent(
            @ForAll @Size(min = 1, max = 300) List<@IntRange(min = 0, max = 10_000_000) Integer> values,
            @ForAll @IntRange(min = 0, max = 100) int percent) {
        var histogram = new Histogram();
        values.forEach(value -> histogram.add(LatencyScale.bin(value), 1));
        var sorted = values.stream().mapToInt(Integer::intValue).sorted().toArray();
        int exact = sorted[(int) Math.floor(percent / 100.0 * (sorted.length - 1))];

        assertThat(histogram.quantile(percent / 100.0)).isCloseTo(exact, within(exact * LatencyScale.ACCURACY + 1e-9));
    }

    @Test
    void shouldHaveABinForEachWholeNumber() {
        for (int value : new int[] {0, 1, 2, 3, 100, 1_000_000, Integer.MAX_VALUE}) {
            assertThat(LatencyScale.value(LatencyScale.bin(value)))
                    .isCloseTo(value, within(value * LatencyScale.ACCURACY + 1e-9));
        }
        assertThat(LatencyScale.last()).isLessThan(Short.MAX_VALUE);
    }

    @Property(tries = 200)
    void shouldBeTheSameHoweverEventsAreCutAndMerged(@ForAll long seed) {
        var random = new Random(seed);
        for (var measurement : Measurement.values()) {
            var all = new Accumulator();
            var parts = new ArrayList<Accumulator>(List.of(new Accumulator(), new Accumulator(), new Accumulator()));
            for (int number = 0; number < 30; number++) {
                var seen = Sample.call(
                        "e" + number, random.nextInt(9), random.nextInt(99) / 7.0, random.nextInt(500), Outcome.ERROR);
                all.add(measurement, seen);
                parts.get(random.nextInt(3)).add(measurement, seen);
            }
            Collections.shuffle(parts, random);
            var merged = new Accumulator();
            for (var part : parts) {
                if (part.count() > 0) {
                    PaneBatch.unpack(packed(delta(part)).getFirst())
                            .parts()
                            .forEach(each -> merged.merge(each.added()));
                }
            }

            assertThat(merged.snapshot()).isEqualTo(all.snapshot());
        }
    }

    private static PaneDelta delta(Accumulator aggregate) {
        return new PaneDelta(new RuleNames("r:3"), new Group("p", "u"), 77, aggregate);
    }

    private static List<byte[]> packed(PaneDelta... parts) {
        var values = new ArrayList<byte[]>();
        PaneBatch.pack(new PaneBatch.Source(5, 77), List.of(parts), values::add);
        return values;
    }

    @Test
    void shouldRefuseAPaneOfAnotherVersion() {
        assertThatThrownBy(() -> PaneBatch.unpack(new byte[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no PaneBatchSnapshot of a version that this program knows");
        var bytes = packed(delta(new Accumulator())).getFirst();
        assertThatThrownBy(() -> PaneBatch.unpack(Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A record that is too large to be written would stop the processor at each start. */
    @Test
    void shouldPackManyPartsIntoSeveralRecordsInTheirOrder() {
        var id = "r".repeat(1_000);
        var parts = new PaneDelta[2_000];
        Arrays.setAll(
                parts,
                number -> new PaneDelta(new RuleNames(id + number), new Group("p", "u"), number, new Accumulator()));
        var values = packed(parts);

        assertThat(values)
                .hasSizeGreaterThan(4)
                .allSatisfy(value -> assertThat(value).hasSizeLessThan(300_000));
        assertThat(values)
                .allSatisfy(
                        value -> assertThat(PaneBatch.unpack(value).source()).isEqualTo(new PaneBatch.Source(5, 77)));
        assertThat(values.stream().flatMap(value -> PaneBatch.unpack(value).parts().stream()))
                .extracting(PaneDelta::rules)
                .containsExactlyElementsOf(
                        Arrays.stream(parts).map(PaneDelta::rules).toList());
    }

    @Property(tries = 200)
    void shouldTakeTheMedianOfTheWindowsBefore(@ForAll long seed) {
        var random = new Random(seed);
        var baseline = new SpendBaseline(60_000);
        var sums = new long[60];
        int first = -1;
        for (int window = 0; window < 50; window++) {
            if (random.nextInt(4) > 0) {
                first = first < 0 ? window : first;
                double usd = random.nextInt(1_000) / 8.0;
                sums[window] += Math.round(usd * FixedPoint.ONE);
                var aggregate = new Accumulator();
                aggregate.add(Measurement.COST, Sample.call("e", window * 60_000L, usd, 1, Outcome.SUCCESS));
                baseline.add(window * 60_000L + random.nextInt(60_000), aggregate);
            }
            int from = Math.max(first, window - 23);
            var last = first < 0 ? new long[0] : Arrays.copyOfRange(sums, from, window + 1);
            Arrays.sort(last);
            long expected = last.length < 6 ? Baseline.NONE : (last[(last.length - 1) / 2] + last[last.length / 2]) / 2;

            assertThat(baseline.before((window + 1) * 60_000L)).isEqualTo(expected);
        }
    }
}
