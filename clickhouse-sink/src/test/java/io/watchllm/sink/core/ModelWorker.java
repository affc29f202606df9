package io.watchllm.sink.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the shell does around planner and lane, in its simplest form. */
final class ModelWorker {
    private static final BatchLimits LIMITS = new BatchLimits(8, 1_000, 5);
    private static final RetryPolicy RETRY = new RetryPolicy(1, 4);

    private final ModelWorld world;
    private final PartitionWriter<Cargo> lane;
    private final BatchPlanner planner = new BatchPlanner(LIMITS, -1);
    private List<Long> rows = new ArrayList<>();
    private Set<Long> deadLetters = new HashSet<>();
    private @Nullable Long kept;
    private long read;

    /** Rows and dead letters of a batch, and the one row that may become a dead letter. */
    record Cargo(
            List<Long> rows,
            Set<Long> deadLetters,
            @Nullable Long kept) {}

    ModelWorker(ModelWorld world, long committed, String metadata) {
        this.world = world;
        var note = OffsetMetadata.parse(metadata) instanceof OffsetMetadata.Ours(var ours)
                ? ours
                : OffsetMetadata.landed(world.now());
        lane = new PartitionWriter<>(RETRY, note);
        planner.restart(committed);
        resume();
    }

    PartitionWriter<Cargo> lane() {
        return lane;
    }

    private void resume() {
        var open = lane.open();
        if (open != null) {
            planner.repeat(open);
        }
        startReading();
    }

    private void startReading() {
        read = planner.position();
        rows = new ArrayList<>();
        deadLetters = new HashSet<>();
        kept = null;
    }

    void take() {
        var row = world.next(read);
        if (row == null || lane.state() instanceof WriterState.Halted) {
            return;
        }
        seal(planner.endsBefore(row.offset(), row.poison() ? BatchPlanner.NO_SCHEMA : row.schema()));
        if (row.poison()) {
            planner.rejected(row.offset(), world.now());
            deadLetters.add(row.offset());
        } else {
            planner.accepted(row.offset(), row.schema(), rows.size(), world.now());
            rows.add(row.offset());
            kept = planner.isolating() ? row.offset() : null;
        }
        read = row.offset() + 1;
        seal(planner.full());
    }

    void sealIfDue() {
        seal(lane.idle() ? planner.due(world.now(), () -> 0) : null);
    }

    private void seal(@Nullable SealReason reason) {
        if (reason == null) {
            if (lane.state() instanceof WriterState.Halted) {
                lane.resume();
                resume();
            }
            return;
        }
        var repeated = planner.repeated();
        var generation = planner.generation();
        var range = planner.end(world.now());
        if (repeated != null) {
            assertThat(range.rows()).as("rows of the range that is read again").isEqualTo(repeated.rows());
        }
        var intent = new Intent(lane.epoch(), range.from(), range.to(), range.rows(), generation, null);
        lane.offer(new Batch<>(intent, reason, new Cargo(rows, deadLetters, kept)));
        kept = null;
        rows = new ArrayList<>();
        deadLetters = new HashSet<>();
    }

    void react(Reaction<Cargo> reaction) {
        switch (reaction) {
            case Reaction.Landed<Cargo> landed -> {}
            case Reaction.Again<Cargo> again -> {}
            case Reaction.Halt<Cargo> halt -> {
                planner.again();
                startReading();
            }
            case Reaction.Narrow<Cargo>(var range, var recordsMax) -> {
                planner.narrow(range, recordsMax);
                startReading();
            }
            case Reaction.Poison<Cargo>(var batch, var code, var message) -> {
                Set<Long> all = new HashSet<>(batch.load().deadLetters());
                all.add(Objects.requireNonNull(batch.load().kept(), "a refused row that was not kept"));
                lane.settle(new Cargo(List.of(), all, null), world.now());
            }
        }
    }
}
