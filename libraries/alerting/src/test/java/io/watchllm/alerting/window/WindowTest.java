package io.watchllm.alerting.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.watchllm.alerting.Sample;
import io.watchllm.alerting.model.ByteReader;
import io.watchllm.alerting.model.ByteWriter;
import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.Observation.Outcome;
import io.watchllm.alerting.rule.RuleNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
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
        for (var gauge : Measurement.values()) {
            var all = new Accumulator();
            var parts = new ArrayList<Accumulator>(List.of(new Accumulator(), new Accumulator(), new Accumulator()));
            for (int number = 0; number < 30; number++) {
                var seen = Sample.call(
                        "e" + number, random.nextInt(9), random.nextInt(99) / 7.0, random.nextInt(500), Outcome.ERROR);
                all.add(gauge, seen);
                parts.get(random.nextInt(3)).add(gauge, seen);
            }
            Collections.shuffle(parts, random);
            var merged = new Accumulator();
            for (var part : parts) {
                if (part.count() > 0) {
                    PaneBatch.unpack(packed(delta(part)).getFirst())
                            .parts()
                            .forEach(each -> merged.merge(each.tally()));
                }
            }

            assertThat(bytes(merged)).isEqualTo(bytes(all));
        }
    }

    private static PaneDelta delta(Accumulator tally) {
        return new PaneDelta(new RuleNames("r:3"), new Group("p", "u"), 77, tally);
    }

    private static byte[] bytes(Accumulator tally) {
        var out = new ByteWriter();
        tally.write(out);
        return out.record();
    }

    private static List<byte[]> packed(PaneDelta... parts) {
        var values = new ArrayList<byte[]>();
        PaneBatch.pack(new PaneBatch.Source(5, 77), List.of(parts), values::add);
        return values;
    }

    @Test
    void shouldRefuseAPaneOfAnotherForm() {
        assertThatThrownBy(() -> PaneBatch.unpack(new ByteWriter().number(1).record()))
                .hasMessage("a pane of form 1; this program knows form 6");
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

    @Property
    void shouldReadTheNamesItWroteAndHoldARepeatedOneOnce(
            @ForAll List<@AlphaChars @StringLength(max = 2) String> names) {
        var out = new ByteWriter();
        names.forEach(out::name);
        int begin = out.begin();
        names.forEach(out::name);
        out.end(begin);
        var in = ByteReader.ofRecord(out.record());

        assertThat(names).allSatisfy(name -> assertThat(in.name()).isEqualTo(name));
        var piece = in.piece();
        assertThat(names).allSatisfy(name -> assertThat(piece.name()).isEqualTo(name));
        assertThat(piece.atEnd() && in.atEnd()).isTrue();
        var id = "an-event-id-of-some-length";
        assertThat(out.clear().name(id).name(id).name(id).record()).hasSizeLessThan(2 * id.length());
        assertThatThrownBy(out::bytes).isInstanceOf(IllegalStateException.class);
    }

    @Property
    void shouldReadTheNumbersItWrote(@ForAll List<Long> numbers, @ForAll String text) {
        var out = new ByteWriter();
        numbers.forEach(out::number);
        var sent = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        out.text(sent);
        var in = new ByteReader(out.bytes());

        numbers.forEach(number -> assertThat(in.number()).isEqualTo(number));
        assertThat(in.text()).isEqualTo(sent);
        assertThat(in.atEnd()).isTrue();
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
                var tally = new Accumulator();
                tally.add(Measurement.COST, Sample.call("e", window * 60_000L, usd, 1, Outcome.SUCCESS));
                baseline.add(window * 60_000L + random.nextInt(60_000), tally);
            }
            int from = Math.max(first, window - 23);
            var last = first < 0 ? new long[0] : Arrays.copyOfRange(sums, from, window + 1);
            Arrays.sort(last);
            long expected = last.length < 6 ? Baseline.NONE : (last[(last.length - 1) / 2] + last[last.length / 2]) / 2;

            assertThat(baseline.before((window + 1) * 60_000L)).isEqualTo(expected);
        }
    }
}
