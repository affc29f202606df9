package io.watchllm.sink.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.delivery.core.BlockCountSnapshot;
import io.watchllm.delivery.core.Intent;
import io.watchllm.delivery.core.OffsetMetadata;
import io.watchllm.delivery.core.Outcome;
import io.watchllm.delivery.core.RetryPolicy;
import io.watchllm.delivery.core.UncertainInsert;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PartitionWriterTest {
    private static final Intent RANGE = new Intent(1, 10, 13, 4);
    private static final BlockCountSnapshot COUNTS = new BlockCountSnapshot(3, List.of(4L));
    private static final RetryPolicy RETRY = new RetryPolicy(1, 4);
    private static final Outcome.InDoubt NO_ANSWER = new Outcome.InDoubt(0, "no answer");

    @Test
    void shouldBisectWhenTheFirstAnswerIsARefusal() {
        var writer = sending(SealReason.ROWS, null);

        assertThat(writer.complete(new Outcome.BadData(469, "constraint"), 0)).isEqualTo(new Reaction.Bisect(RANGE, 2));
    }

    @Test
    void shouldHaltWhenARangeInDoubtIsRefusedAndSomeOfItIsInTheTable() {
        var writer = sending(SealReason.ROWS, null);
        writer.complete(NO_ANSWER, 0);
        writer.send(1_000);

        assertThat(halted(writer, new Outcome.BadData(469, "constraint", 4)))
                .contains("offsets 10 to 13", "4 are in the table", "constraint");
        assertThat(writer.open()).isEqualTo(RANGE);
    }

    @Test
    void shouldHaltWhenARangeInDoubtIsRefusedAndNobodyCanTell() {
        var writer = sending(SealReason.RECOVERY, RANGE);

        assertThat(halted(writer, new Outcome.BadData(469, "constraint"))).contains("could not be asked");
    }

    @Test
    void shouldBisectARepeatedRangeOfWhichNothingIsInTheTable() {
        var writer = sending(SealReason.RECOVERY, RANGE);

        assertThat(writer.complete(new Outcome.BadData(469, "constraint", 0), 0))
                .isEqualTo(new Reaction.Bisect(RANGE, 2));
    }

    @Test
    void shouldKeepSayingWhatIsWrongWhileItTriesAgain() {
        var writer = sending(SealReason.ROWS, null);
        writer.complete(NO_ANSWER, 0);
        assertThat(writer.trouble(1)).isEqualTo("no answer");

        var repeat = Objects.requireNonNull(writer.send(1_000));

        assertThat(writer.trouble(1)).isEqualTo("no answer");
        assertThat(writer.trouble(2)).isEmpty();
        assertThat(repeat.repeated()).isTrue();
        assertThat(writer.inDoubt()).isTrue();
        writer.complete(new Outcome.Acked(), 1_001);
        assertThat(writer.inDoubt()).isFalse();
        assertThat(writer.trouble(1)).isEmpty();
    }

    @Test
    void shouldNotDoubtTheBatchAfterOneThatWasInDoubt() {
        var writer = sending(SealReason.ROWS, null);
        writer.complete(NO_ANSWER, 0);
        writer.send(1_000);
        writer.complete(new Outcome.Acked(), 0);
        open(writer, new Intent(1, 14, 15, 2), SealReason.ROWS);

        assertThat(writer.uncertain()).isNull();
    }

    @Test
    void shouldRememberHowFarTheTablesWereWhenTheRangeWasFirstSent() {
        var first = new BlockCountSnapshot(5, List.of(7L));
        var writer = new PartitionWriter<String>(RETRY, new OffsetMetadata(1, RANGE, first));
        writer.offer(new Batch<>(RANGE, SealReason.RECOVERY, "load"));

        var progress = Objects.requireNonNull(writer.progress(() -> new BlockCountSnapshot(99, List.of(70L))));
        writer.committed(progress, 0);

        assertThat(progress.metadata().opened()).isEqualTo(first);
        assertThat(writer.uncertain()).isEqualTo(new UncertainInsert(RANGE, first, false));
    }

    @Test
    void shouldTellWhenTheAttemptBeforeFailedInAView() {
        var writer = sending(SealReason.ROWS, null);

        writer.complete(new Outcome.InDoubt(407, "while pushing to view", true), 0);

        assertThat(writer.uncertain()).isEqualTo(new UncertainInsert(RANGE, COUNTS, true));
    }

    @Test
    void shouldGoOnWhenTheRangeWasFoundInTheTable() {
        var writer = sending(SealReason.RECOVERY, RANGE);

        assertThat(writer.complete(new Outcome.FoundLanded(), 0)).isInstanceOf(Reaction.Landed.class);
        assertThat(writer.progress(() -> COUNTS)).isEqualTo(new PartitionWriter.Progress(14, OffsetMetadata.landed(1)));
    }

    @Test
    void shouldOpenTheRangeUnderTheNextGenerationWhenItWasAcknowledgedWithoutRows() {
        var writer = sending(SealReason.ROWS, null);
        writer.complete(NO_ANSWER, 0);
        writer.send(1_000);

        assertThat(writer.complete(new Outcome.AckedWithoutRows("no rows"), 1_000))
                .isInstanceOf(Reaction.Again.class);
        assertThat(writer.inDoubt()).isTrue();
        assertThat(writer.send(1_000))
                .as("nothing is sent before it is committed")
                .isNull();
        var progress = Objects.requireNonNull(writer.progress(() -> COUNTS));
        assertThat(progress)
                .isEqualTo(new PartitionWriter.Progress(10, new OffsetMetadata(1, RANGE.nextGeneration(), COUNTS)));
        writer.committed(progress, 1_000);

        assertThat(Objects.requireNonNull(writer.send(1_000)).batch().intent()).isEqualTo(RANGE.nextGeneration());
        assertThat(writer.uncertain()).isEqualTo(new UncertainInsert(RANGE.nextGeneration(), COUNTS, false));
        writer.complete(new Outcome.Acked(), 1_001);
        assertThat(writer.progress(() -> COUNTS)).isEqualTo(new PartitionWriter.Progress(14, OffsetMetadata.landed(1)));
    }

    @Test
    void shouldHaltWithTheReasonWhenWhatIsInTheTableCannotBeExplained() {
        var writer = sending(SealReason.RECOVERY, RANGE);

        assertThat(halted(writer, new Outcome.Unclear("3 of 4 rows"))).isEqualTo("3 of 4 rows");
        assertThat(writer.open()).isEqualTo(RANGE);
    }

    /** Why it needs an operator after this outcome. */
    private static String halted(PartitionWriter<String> writer, Outcome outcome) {
        var reaction = writer.complete(outcome, 0);
        assertThat(reaction).isInstanceOf(Reaction.Halt.class);
        assertThat(writer.state()).isEqualTo(PartitionWriter.State.HALTED);
        return ((Reaction.Halt) reaction).why();
    }

    private static PartitionWriter<String> sending(SealReason reason, @Nullable Intent open) {
        var writer = new PartitionWriter<String>(RETRY, new OffsetMetadata(1, open, COUNTS));
        open(writer, RANGE, reason);
        return writer;
    }

    private static void open(PartitionWriter<String> writer, Intent range, SealReason reason) {
        writer.offer(new Batch<>(range, reason, "load"));
        writer.committed(Objects.requireNonNull(writer.progress(() -> COUNTS)), 0);
        assertThat(Objects.requireNonNull(writer.send(0)).repeated()).isEqualTo(reason == SealReason.RECOVERY);
    }
}
