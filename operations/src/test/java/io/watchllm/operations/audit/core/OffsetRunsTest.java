package io.watchllm.operations.audit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Against plain sets of numbers. */
class OffsetRunsTest {

    @Property
    void shouldKeepExactlyItsOffsets(@ForAll Set<@IntRange(max = 60) Integer> offsets) {
        var runs = runs(offsets);

        assertThat(numbers(runs)).isEqualTo(new TreeSet<>(offsets));
        assertThat(runs.count()).isEqualTo(offsets.size());
        for (var offset = -1; offset <= 61; offset++) {
            assertThat(runs.contains(offset)).isEqualTo(offsets.contains(offset));
        }
        // As few runs as can be: no two touch.
        for (var index = 1; index < runs.runs().size(); index++) {
            assertThat(runs.runs().get(index).from())
                    .isGreaterThan(runs.runs().get(index - 1).to() + 1);
        }
    }

    @Property
    void shouldCutAndTakeAwayAsSetsDo(
            @ForAll Set<@IntRange(max = 40) Integer> left, @ForAll Set<@IntRange(max = 40) Integer> right) {
        var both = new TreeSet<>(left);
        both.retainAll(right);
        var rest = new TreeSet<>(left);
        rest.removeAll(right);

        assertThat(numbers(runs(left).and(runs(right)))).isEqualTo(both);
        assertThat(numbers(runs(left).minus(runs(right)))).isEqualTo(rest);
    }

    @Property
    void shouldGiveEachRecordOneVerdict(
            @ForAll Set<@IntRange(max = 40) Integer> records,
            @ForAll Set<@IntRange(max = 40) Integer> deadLetters,
            @ForAll List<@IntRange(max = 40) Integer> rows) {
        var verdict = WindowVerdict.of(runs(records), runs(deadLetters), table(rows));

        for (var offset : records) {
            var copies = rows.stream().filter(offset::equals).count();
            assertThat(verdict.missing().contains(offset)).isEqualTo(copies == 0 && !deadLetters.contains(offset));
            assertThat(verdict.deadLetters().contains(offset)).isEqualTo(copies == 0 && deadLetters.contains(offset));
            assertThat(verdict.landedDeadLetters().contains(offset))
                    .isEqualTo(copies > 0 && deadLetters.contains(offset));
        }
        var twice = new TreeSet<Integer>();
        verdict.twice().forEach(run -> numbers(of(offsets(run.run()))).forEach(twice::add));
        for (var offset : rows) {
            assertThat(twice.contains(offset))
                    .isEqualTo(rows.stream().filter(offset::equals).count() > 1);
            assertThat(verdict.unknown().contains(offset)).isEqualTo(!records.contains(offset));
        }
    }

    @Test
    void shouldTellRangesInFewWords() {
        var runs = of(1, 2, 3, 7, 9, 10);

        assertThat(runs.text(2)).isEqualTo("1-3, 7, and 1 more ranges");
        assertThat(runs).hasToString("1-3, 7, 9-10");
        assertThat(runs.and(of(2, 3, 4, 5, 6, 7, 8, 9))).isEqualTo(of(2, 3, 7, 9));
    }

    @Test
    void shouldRefuseWhatIsOutOfOrder() {
        var builder = new OffsetRuns.Builder().add(5);

        assertThatThrownBy(() -> builder.add(5)).hasMessage("run 5 does not lie behind run 5");
    }

    private static OffsetRuns of(long... offsets) {
        var builder = new OffsetRuns.Builder();
        java.util.Arrays.stream(offsets).sorted().distinct().forEach(builder::add);
        return builder.build();
    }

    private static OffsetRuns runs(Set<Integer> offsets) {
        return of(offsets.stream().mapToLong(Integer::longValue).toArray());
    }

    private static long[] offsets(OffsetRun run) {
        return java.util.stream.LongStream.rangeClosed(run.from(), run.to()).toArray();
    }

    private static Set<Integer> numbers(OffsetRuns runs) {
        var numbers = new TreeSet<Integer>();
        for (var run : runs.runs()) {
            for (var offset = run.from(); offset <= run.to(); offset++) {
                numbers.add((int) offset);
            }
        }
        return numbers;
    }

    /** Runs by offset, each offset its own: as ClickHouse may give them at the worst. */
    private static List<TableRun> table(List<Integer> rows) {
        var table = new ArrayList<TableRun>();
        for (var offset : new TreeSet<>(rows)) {
            var copies = rows.stream().filter(offset::equals).count();
            table.add(new TableRun(new OffsetRun(offset, offset), copies));
        }
        return table;
    }
}
