package io.watchllm.sink.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.clickhouse.core.DedupWindow;
import io.watchllm.sink.core.TokenMemory.Held;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenMemoryTest {
    private static final Intent RANGE = new Intent(1, 10, 13, 4);
    private static final TokenMemory MEMORY =
            new TokenMemory(List.of(new DedupWindow("d.rollup", 10, 0), new DedupWindow("d.table", 100, 60)));

    @ParameterizedTest
    @CsvSource({
        "4, 49, 29999, true",
        "5, 0, 0, false",
        "0, 50, 0, false",
        "0, 0, 30000, false",
        "-1, 0, 0, false",
    })
    void shouldBeSureWithinHalfOfEveryWindow(long rollup, long table, long millis, boolean sure) {
        var then = new Mark(1_000, List.of(20L, 300L));

        assertThat(MEMORY.surelyHolds(then, new Mark(1_000 + millis, List.of(20 + rollup, 300 + table))))
                .isEqualTo(sure);
    }

    @Test
    void shouldNotBeSureWhenNothingIsKnownOrTheTablesAreOthers() {
        assertThat(MEMORY.surelyHolds(Mark.UNKNOWN, new Mark(0, List.of(0L, 0L))))
                .isFalse();
        assertThat(MEMORY.surelyHolds(new Mark(0, List.of(0L)), new Mark(0, List.of(0L, 0L))))
                .isFalse();
        assertThat(MEMORY.surelyHolds(new Mark("aa", 0, 0, List.of(0L, 0L)), new Mark("bb", 0, 0, List.of(0L, 0L))))
                .isFalse();
        assertThat(MEMORY.surelyHolds(new Mark("aa", 0, 0, List.of(0L, 0L)), new Mark("aa", 0, 0, List.of(0L, 0L))))
                .isTrue();
    }

    @Test
    void shouldNeverBeSureOfATableWithoutAWindow() {
        var forgetful = new TokenMemory(List.of(new DedupWindow("d.table", 0, 0)));

        assertThat(forgetful.surelyHolds(new Mark(0, List.of(1L)), new Mark(0, List.of(1L))))
                .isFalse();
    }

    @Test
    void shouldSendAgainWhatIsNotThereEvenWithRowsOfAnEarlierRunBehind() {
        assertThat(TokenMemory.judge(RANGE, new Held(0, 0, 0), true)).isEqualTo(new TokenMemory.Again());
        assertThat(TokenMemory.judge(RANGE, new Held(0, 0, 9), false)).isEqualTo(new TokenMemory.Again());
    }

    @Test
    void shouldTakeAllRowsForLanded() {
        assertThat(TokenMemory.judge(RANGE, new Held(4, 4, 0), false)).isEqualTo(new TokenMemory.Landed());
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
        assertThat(TokenMemory.judge(RANGE, new Held(rows, offsets, above), viewFailed))
                .isInstanceOfSatisfying(
                        TokenMemory.Unclear.class,
                        unclear -> assertThat(unclear.why()).contains("offsets 10 to 13", why, "of 4 rows"));
    }
}
