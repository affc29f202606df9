package io.watchllm.sink.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.delivery.core.Intent;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class BatchPlannerTest {
    private static final int SCHEMA = 1;
    private static final BatchPlanner.Limits LIMITS = new BatchPlanner.Limits(3, 1_000, 200);

    private final BatchPlanner planner = new BatchPlanner(LIMITS, 1, 10);

    @Test
    void shouldEndByRowsCountingBadOnes() {
        planner.accepted(10, SCHEMA, 1, 0);
        planner.rejected(12, 0);
        assertThat(planner.full()).isNull();
        planner.accepted(13, SCHEMA, 2, 0);

        assertThat(planner.full()).isEqualTo(SealReason.ROWS);
        assertThat(planner.end(0, null)).isEqualTo(new Intent(1, 10, 13, 2));
        assertThat(planner.position()).isEqualTo(14);
    }

    @Test
    void shouldEndByBytes() {
        planner.accepted(10, SCHEMA, 1_000, 0);

        assertThat(planner.full()).isEqualTo(SealReason.BYTES);
    }

    @Test
    void shouldEndAtOnceAfterAPause() {
        planner.accepted(10, SCHEMA, 1, 1_000);

        assertThat(planner.full()).isNull();
        assertThat(planner.due(1_000, () -> 0)).isEqualTo(SealReason.AGE);
    }

    @Test
    void shouldEndOnceInTheTimeOfAnAgeWhileRecordsCome() {
        planner.accepted(10, SCHEMA, 1, 1_000);
        planner.end(1_000, null);
        planner.accepted(11, SCHEMA, 1, 1_150);

        assertThat(planner.due(1_199, () -> 0)).isNull();
        assertThat(planner.due(1_200, () -> 0)).isEqualTo(SealReason.AGE);
    }

    @Test
    void shouldTakeInWhatCanBeReadAtOnce() {
        planner.accepted(10, SCHEMA, 1, 1_000);

        assertThat(planner.due(1_000, () -> 1)).isNull();
        assertThat(planner.due(1_199, () -> 1)).isNull();
        assertThat(planner.due(1_200, () -> 1)).isEqualTo(SealReason.AGE);
    }

    @Test
    void shouldWaitLongerForWhatWouldFillTheBatch() {
        planner.accepted(10, SCHEMA, 1, 1_000);

        assertThat(planner.due(1_200, () -> 1)).isEqualTo(SealReason.AGE);
        assertThat(planner.due(1_200, () -> 2)).isNull();
        assertThat(planner.due(2_600, () -> 2)).isEqualTo(SealReason.AGE);
    }

    @Test
    void shouldAskWhatWaitsOnlyWhenThatDecides() {
        LongSupplier unasked = () -> {
            throw new AssertionError("asked");
        };

        assertThat(planner.due(1_200, unasked)).isNull();
        planner.accepted(10, SCHEMA, 1, 1_000);
        planner.end(1_000, null);
        planner.accepted(11, SCHEMA, 1, 1_000);
        assertThat(planner.due(1_199, unasked)).isNull();
        assertThat(planner.due(2_600, unasked)).isEqualTo(SealReason.AGE);
    }

    @Test
    void shouldReckonWithLargeRecordsWhenItWaitsForMore() {
        planner.accepted(10, SCHEMA, 500, 1_000);

        assertThat(planner.due(1_200, () -> 0)).isEqualTo(SealReason.AGE);
        assertThat(planner.due(1_200, () -> 1)).isNull();
    }

    @Test
    void shouldEndBeforeARecordOfAnotherSchema() {
        planner.accepted(10, SCHEMA, 1, 0);

        assertThat(planner.endsBefore(11, SCHEMA)).isNull();
        assertThat(planner.endsBefore(11, BatchPlanner.NO_SCHEMA)).isNull();
        assertThat(planner.endsBefore(11, 2)).isEqualTo(SealReason.SCHEMA);
    }

    @Test
    void shouldLeaveNoGapBetweenRangesWhenOffsetsHaveGaps() {
        planner.accepted(11, SCHEMA, 1, 0);
        assertThat(planner.end(0, null)).isEqualTo(new Intent(1, 10, 11, 1));
        planner.accepted(15, SCHEMA, 1, 0);

        assertThat(planner.end(0, null)).isEqualTo(new Intent(1, 12, 15, 1));
    }

    @Test
    void shouldRepeatAnOpenRangeExactlyWhateverTheLimitsSay() {
        planner.repeat(new Intent(1, 10, 20, 5));
        for (var offset = 10; offset < 20; offset += 2) {
            assertThat(planner.endsBefore(offset, offset)).isNull();
            planner.accepted(offset, SCHEMA, 5_000, 0);
            assertThat(planner.full()).isNull();
            assertThat(planner.due(999_999, () -> 0)).isNull();
        }

        assertThat(planner.endsBefore(21, SCHEMA)).isEqualTo(SealReason.RECOVERY);
        assertThat(planner.end(0, null)).isEqualTo(new Intent(1, 10, 20, 5));
        assertThat(planner.repeating()).isFalse();
    }

    @Test
    void shouldEndAnOpenRangeAtItsLastRecord() {
        planner.repeat(new Intent(1, 10, 11, 2));
        planner.accepted(10, SCHEMA, 1, 0);
        assertThat(planner.full()).isNull();
        planner.accepted(11, SCHEMA, 1, 0);

        assertThat(planner.full()).isEqualTo(SealReason.RECOVERY);
    }

    @Test
    void shouldBisectOnlyUntilTheEndOfTheRange() {
        planner.bisect(new Intent(1, 10, 11, 2), 1);
        assertThat(planner.isolating()).isTrue();
        for (var offset = 10; offset <= 11; offset++) {
            planner.accepted(offset, SCHEMA, 1, 0);
            assertThat(planner.full()).isEqualTo(SealReason.BISECTED);
            planner.end(0, null);
        }

        assertThat(planner.isolating()).isFalse();
        planner.accepted(12, SCHEMA, 1, 0);
        assertThat(planner.full()).isNull();
    }

    @Test
    void shouldKeepTheGenerationOfTheTokenUntilTheEndOfTheRange() {
        var second = new Intent(1, 10, 11, 2).nextGeneration();
        planner.repeat(second);
        planner.accepted(11, SCHEMA, 1, 0);
        assertThat(planner.end(0, null).generation()).isEqualTo(2);

        planner.bisect(second, 1);
        for (var offset = 10; offset <= 11; offset++) {
            planner.accepted(offset, SCHEMA, 1, 0);
            assertThat(planner.end(0, null).generation()).isEqualTo(2);
        }
        planner.accepted(12, SCHEMA, 1, 0);
        assertThat(planner.end(0, null).generation()).isEqualTo(1);
    }

    @Test
    void shouldNameTheLeaderThatWroteTheLastRecordAndKeepThatOfARangeThatIsReadAgain() {
        planner.accepted(10, SCHEMA, 1, 0);
        assertThat(planner.end(0, 7)).isEqualTo(new Intent(1, 10, 10, 1, 1, 7));

        planner.repeat(new Intent(1, 11, 12, 1));
        planner.accepted(12, SCHEMA, 1, 0);
        assertThat(planner.end(0, 7)).isEqualTo(new Intent(1, 11, 12, 1));
    }

    @Test
    void shouldKeepRowsWheneverItBisectsAsTheLastBatchMayHaveOne() {
        planner.bisect(new Intent(1, 10, 14, 5), 2);

        assertThat(planner.isolating()).isTrue();
    }

    @Test
    void shouldBeginWithTheFirstRecordWhenNothingWasCommitted() {
        var fresh = new BatchPlanner(LIMITS, 1, -1);
        fresh.accepted(77, SCHEMA, 1, 0);

        assertThat(fresh.end(0, null)).isEqualTo(new Intent(1, 77, 77, 1));
    }
}
