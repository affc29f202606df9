package io.watchllm.sink.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PartitionWriterTest {
    private static final Intent RANGE = new Intent(1, 10, 13, 4);
    private static final BlockCountSnapshot MARK = new BlockCountSnapshot(3, List.of(4L));
    private static final RetryPolicy RETRY = new RetryPolicy(1, 4);
    private static final Outcome.InDoubt NO_ANSWER = new Outcome.InDoubt(0, "no answer");

    @Test
    void shouldNarrowWhenTheFirstAnswerIsARefusal() {
        var lane = sending(SealReason.ROWS, null);

        assertThat(lane.complete(new Outcome.BadData(469, "constraint"), 0))
                .isEqualTo(new Reaction.Narrow<String>(RANGE, 2));
    }

    @Test
    void shouldHaltWhenARangeInDoubtIsRefusedAndSomeOfItIsInTheTable() {
        var lane = sending(SealReason.ROWS, null);
        lane.complete(NO_ANSWER, 0);
        lane.send(1_000);

        assertThat(lane.complete(new Outcome.BadData(469, "constraint", 4), 0)).isInstanceOf(Reaction.Halt.class);
        assertThat(lane.trouble(5)).contains("offsets 10 to 13", "4 are in the table", "constraint");
        assertThat(lane.open()).isEqualTo(RANGE);
    }

    @Test
    void shouldHaltWhenARangeInDoubtIsRefusedAndNobodyCanTell() {
        var lane = sending(SealReason.RECOVERY, RANGE);

        assertThat(lane.complete(new Outcome.BadData(469, "constraint"), 0)).isInstanceOf(Reaction.Halt.class);
    }

    @Test
    void shouldNarrowARepeatedRangeOfWhichNothingIsInTheTable() {
        var lane = sending(SealReason.RECOVERY, RANGE);

        assertThat(lane.complete(new Outcome.BadData(469, "constraint", 0), 0))
                .isEqualTo(new Reaction.Narrow<String>(RANGE, 2));
    }

    @Test
    void shouldKeepSayingWhatIsWrongWhileItTriesAgain() {
        var lane = sending(SealReason.ROWS, null);
        lane.complete(NO_ANSWER, 0);
        assertThat(lane.trouble(1)).isEqualTo("no answer");
        assertThat(lane.repeats()).isFalse();

        lane.send(1_000);

        assertThat(lane.trouble(1)).isEqualTo("no answer");
        assertThat(lane.trouble(2)).isEmpty();
        assertThat(lane.repeats()).isTrue();
        assertThat(lane.inDoubt()).isTrue();
        lane.complete(new Outcome.Acked(), 1_001);
        assertThat(lane.inDoubt()).isFalse();
        assertThat(lane.trouble(1)).isEmpty();
    }

    @Test
    void shouldNotDoubtTheBatchAfterOneThatWasInDoubt() {
        var lane = sending(SealReason.ROWS, null);
        lane.complete(NO_ANSWER, 0);
        lane.send(1_000);
        lane.complete(new Outcome.Acked(), 0);
        open(lane, new Intent(1, 14, 15, 2), SealReason.ROWS);

        assertThat(lane.doubt()).isNull();
    }

    @Test
    void shouldRememberHowFarTheTablesWereWhenTheRangeWasFirstSent() {
        var first = new BlockCountSnapshot(5, List.of(7L));
        var lane = new PartitionWriter<String>(RETRY, new OffsetMetadata(1, RANGE, first));
        lane.offer(new Batch<>(RANGE, SealReason.RECOVERY, "load"));

        var progress = Objects.requireNonNull(lane.progress(() -> new BlockCountSnapshot(99, List.of(70L))));
        lane.committed(progress, 0);

        assertThat(progress.note().opened()).isEqualTo(first);
        assertThat(lane.doubt()).isEqualTo(new UncertainInsert(RANGE, first, false));
    }

    @Test
    void shouldTellWhenTheAttemptBeforeFailedInAView() {
        var lane = sending(SealReason.ROWS, null);

        lane.complete(new Outcome.InDoubt(407, "while pushing to view", true), 0);

        assertThat(lane.doubt()).isEqualTo(new UncertainInsert(RANGE, MARK, true));
    }

    @Test
    void shouldGoOnWhenTheRangeWasFoundInTheTable() {
        var lane = sending(SealReason.RECOVERY, RANGE);

        assertThat(lane.complete(new Outcome.FoundLanded(), 0)).isInstanceOf(Reaction.Landed.class);
        assertThat(lane.progress(() -> MARK)).isEqualTo(new Progress(14, OffsetMetadata.landed(1)));
    }

    @Test
    void shouldOpenTheRangeUnderTheNextGenerationWhenItWasAcknowledgedWithoutRows() {
        var lane = sending(SealReason.ROWS, null);
        lane.complete(NO_ANSWER, 0);
        lane.send(1_000);

        assertThat(lane.complete(new Outcome.AckedWithoutRows("no rows"), 1_000))
                .isInstanceOf(Reaction.Again.class);
        assertThat(lane.inDoubt()).isTrue();
        assertThat(lane.send(1_000))
                .as("nothing is sent before it is committed")
                .isNull();
        var progress = Objects.requireNonNull(lane.progress(() -> MARK));
        assertThat(progress).isEqualTo(new Progress(10, new OffsetMetadata(1, RANGE.nextGeneration(), MARK)));
        lane.committed(progress, 1_000);

        assertThat(Objects.requireNonNull(lane.send(1_000)).intent()).isEqualTo(RANGE.nextGeneration());
        assertThat(lane.doubt()).isEqualTo(new UncertainInsert(RANGE.nextGeneration(), MARK, false));
        lane.complete(new Outcome.Acked(), 1_001);
        assertThat(lane.progress(() -> MARK)).isEqualTo(new Progress(14, OffsetMetadata.landed(1)));
    }

    @Test
    void shouldHaltWithTheReasonWhenWhatIsInTheTableCannotBeExplained() {
        var lane = sending(SealReason.RECOVERY, RANGE);

        assertThat(lane.complete(new Outcome.Unclear("3 of 4 rows"), 0)).isInstanceOf(Reaction.Halt.class);
        assertThat(lane.trouble(5)).isEqualTo("3 of 4 rows");
        assertThat(lane.open()).isEqualTo(RANGE);
    }

    private static PartitionWriter<String> sending(SealReason reason, @Nullable Intent open) {
        var lane = new PartitionWriter<String>(RETRY, new OffsetMetadata(1, open, MARK));
        open(lane, RANGE, reason);
        return lane;
    }

    private static void open(PartitionWriter<String> lane, Intent range, SealReason reason) {
        lane.offer(new Batch<>(range, reason, "load"));
        lane.committed(Objects.requireNonNull(lane.progress(() -> MARK)), 0);
        assertThat(lane.send(0)).isNotNull();
    }
}
