package io.watchllm.delivery.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.clickhouse.core.DedupWindow;
import io.watchllm.clickhouse.core.EngineFamily;
import io.watchllm.delivery.core.DedupWindowCheck.Held;
import io.watchllm.delivery.core.DedupWindowCheck.Memory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DedupWindowCheckTest {
    private static final Intent RANGE = new Intent(1, 10, 13, 4);
    private static final DedupWindowCheck MEMORY = new DedupWindowCheck(
            List.of(new DedupWindow("d.rollup", 10), new DedupWindow("d.table", EngineFamily.REPLICATED, 100, 60)));

    @ParameterizedTest
    @CsvSource({
        "4, 49, 29999, true",
        "5, 0, 0, false",
        "0, 50, 0, false",
        "0, 0, 30000, false",
        "-1, 0, 0, false",
    })
    void shouldBeSureWithinHalfOfEveryWindow(long rollup, long table, long millis, boolean sure) {
        var then = new BlockCountSnapshot(1_000, List.of(20L, 300L));

        assertThat(MEMORY.surelyHolds(then, new BlockCountSnapshot(1_000 + millis, List.of(20 + rollup, 300 + table))))
                .isEqualTo(sure);
    }

    @Test
    void shouldNotBeSureWhenNothingIsKnownOrTheTablesAreOthers() {
        assertThat(MEMORY.surelyHolds(BlockCountSnapshot.UNKNOWN, new BlockCountSnapshot(0, List.of(0L, 0L))))
                .isFalse();
        assertThat(MEMORY.surelyHolds(
                        new BlockCountSnapshot(0, List.of(0L)), new BlockCountSnapshot(0, List.of(0L, 0L))))
                .isFalse();
        assertThat(MEMORY.surelyHolds(
                        new BlockCountSnapshot("aa", 0, 0, List.of(0L, 0L)),
                        new BlockCountSnapshot("bb", 0, 0, List.of(0L, 0L))))
                .isFalse();
        assertThat(MEMORY.surelyHolds(
                        new BlockCountSnapshot("aa", 0, 0, List.of(0L, 0L)),
                        new BlockCountSnapshot("aa", 0, 0, List.of(0L, 0L))))
                .isTrue();
    }

    @Test
    void shouldNeverBeSureOfATableWithoutAWindow() {
        var forgetful = new DedupWindowCheck(List.of(new DedupWindow("d.table", 0)));

        assertThat(forgetful.surelyHolds(
                        new BlockCountSnapshot(0, List.of(1L)), new BlockCountSnapshot(0, List.of(1L))))
                .isFalse();
    }

    @Test
    void shouldSuspectAServerThatWasRestartedSinceAndARangeWhoseTokenStoodAlone() {
        var then = new BlockCountSnapshot("aa", 5_000, 0, List.of(0L, 0L));

        assertThat(MEMORY.of(
                        new UncertainInsert(RANGE, then, false),
                        new BlockCountSnapshot("aa", 5_001, 0, List.of(0L, 0L))))
                .isEqualTo(Memory.SURE);
        assertThat(MEMORY.of(
                        new UncertainInsert(RANGE, then, false),
                        new BlockCountSnapshot("aa", 5_002, 0, List.of(0L, 0L))))
                .isEqualTo(Memory.SUSPECT);
        assertThat(MEMORY.of(new UncertainInsert(RANGE.nextGeneration(), then, false), then))
                .isEqualTo(Memory.SUSPECT);
        assertThat(MEMORY.of(
                        new UncertainInsert(RANGE, then, false),
                        new BlockCountSnapshot("aa", 5_002, 0, List.of(5L, 0L))))
                .isEqualTo(Memory.FORGOTTEN);
    }

    @Test
    void shouldSendAgainWhatIsNotThereEvenWithRowsOfAnEarlierRunBehind() {
        assertThat(tooLate(new Held(0, 0, 0), true)).isNull();
        assertThat(tooLate(new Held(0, 0, 9), false)).isNull();
    }

    @Test
    void shouldTakeAllRowsForLanded() {
        assertThat(tooLate(new Held(4, 4, 0), false)).isEqualTo(new Outcome.FoundLanded());
    }

    @ParameterizedTest
    @CsvSource({
        "3, 3, 0, false, 'holds 3, with 3 different offsets'",
        "8, 4, 0, false, 'holds 8, with 4 different offsets'",
        "4, 3, 0, false, 'holds 4, with 3 different offsets'",
        "4, 4, 7, false, 7 rows behind them",
        "4, 4, 0, true, a view behind the table failed",
    })
    void shouldStopAndNameRangeAndCountsWhenItCannotTell(
            long rows, long offsets, long above, boolean viewFailed, String why) {
        assertThat(tooLate(new Held(rows, offsets, above), viewFailed))
                .isInstanceOfSatisfying(
                        Outcome.Unclear.class,
                        unclear -> assertThat(unclear.message()).contains("offsets 10 to 13", why, "of 4 rows"));
    }

    @Test
    void shouldBelieveTheRowsAfterARestartUnlessAViewMayNeedTheRepeat() {
        var uncertain = new UncertainInsert(RANGE, BlockCountSnapshot.UNKNOWN, false);
        var alone = new DedupWindowCheck(List.of(new DedupWindow("d.table", EngineFamily.REPLICATED, 100, 60)));

        assertThat(alone.beforeRepeat(uncertain, Memory.SUSPECT, new Held(4, 4, 0)))
                .isEqualTo(new Outcome.FoundLanded());
        assertThat(alone.beforeRepeat(uncertain, Memory.SUSPECT, new Held(4, 4, 1)))
                .isNull();
        assertThat(alone.beforeRepeat(uncertain, Memory.SUSPECT, new Held(3, 3, 0)))
                .isNull();
        assertThat(MEMORY.beforeRepeat(uncertain, Memory.SUSPECT, new Held(4, 4, 0)))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "SURE, , 4, 4, 0",
        "SURE, , 4, 4, 7",
        "SURE, , 8, 4, 7",
        "SURE, , 8, 4, 0",
        "SUSPECT, 4, 4, 4, 0",
        "SUSPECT, 0, 4, 4, 7",
        "SUSPECT, 4, 8, 4, 7",
        "FORGOTTEN, 0, 4, 4, 7",
    })
    void shouldTakeARepeatForLandedWhenTheRowsAreThere(
            Memory memory, Long before, long rows, long offsets, long above) {
        assertThat(after(RANGE, memory, before, new Held(rows, offsets, above))).isEqualTo(new Outcome.Acked());
    }

    @ParameterizedTest
    @EnumSource(names = {"SURE", "SUSPECT"})
    void shouldTakeTheNextGenerationWhenARepeatIsAcknowledgedWithoutRows(Memory memory) {
        assertThat(after(RANGE, memory, 0L, new Held(0, 0, 0))).isInstanceOf(Outcome.AckedWithoutRows.class);
        assertThat(after(RANGE, memory, 0L, new Held(0, 0, 9))).isInstanceOf(Outcome.AckedWithoutRows.class);
    }

    @Test
    void shouldStopWhenRowsVanishUnderEachGeneration() {
        var third = RANGE.nextGeneration().nextGeneration();

        assertThat(after(third, Memory.SUSPECT, 0L, new Held(0, 0, 0)))
                .isInstanceOfSatisfying(
                        Outcome.Unclear.class,
                        unclear -> assertThat(unclear.message()).contains("after 3 different tokens", "TTL"));
    }

    @ParameterizedTest
    @CsvSource({
        "SURE, , 3, 3, 0",
        "SURE, , 8, 3, 0",
        "SURE, , 3, 3, 7",
        "SUSPECT, 4, 8, 4, 0",
        "SUSPECT, 4, 4, 4, 7",
        "FORGOTTEN, 0, 8, 4, 7",
        "FORGOTTEN, 0, 0, 0, 0",
    })
    void shouldStopWhenARepeatLeavesOtherNumbers(Memory memory, Long before, long rows, long offsets, long above) {
        assertThat(after(RANGE, memory, before, new Held(rows, offsets, above)))
                .isInstanceOfSatisfying(
                        Outcome.Unclear.class,
                        unclear -> assertThat(unclear.message())
                                .contains(
                                        "offsets 10 to 13 were sent again and acknowledged",
                                        "of 4 rows the table holds " + rows));
    }

    private static @Nullable Outcome tooLate(Held held, boolean viewFailed) {
        return MEMORY.beforeRepeat(
                new UncertainInsert(RANGE, BlockCountSnapshot.UNKNOWN, viewFailed), Memory.FORGOTTEN, held);
    }

    private static Outcome after(Intent range, Memory memory, @Nullable Long before, Held after) {
        return DedupWindowCheck.afterRepeat(
                range, memory, before == null ? null : new Held(before, before, after.above()), after);
    }
}
