package io.watchllm.sink.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.delivery.core.OffsetMetadata;
import io.watchllm.delivery.core.RetryPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the shell does around planner and writer, in its simplest form. */
final class ModelWorker {
    private static final BatchPlanner.Limits LIMITS = new BatchPlanner.Limits(8, 1_000, 5);
    private static final RetryPolicy RETRY = new RetryPolicy(1, 4);

    private final ModelWorld world;
    private final PartitionWriter<Cargo> writer;
    private final BatchPlanner planner;
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
        var parsed = OffsetMetadata.parse(metadata);
        var start = parsed == null ? OffsetMetadata.landed(world.now()) : parsed;
        writer = new PartitionWriter<>(RETRY, start);
        planner = new BatchPlanner(LIMITS, start.epoch(), committed);
        resume();
    }

    PartitionWriter<Cargo> writer() {
        return writer;
    }

    private void resume() {
        var open = writer.open();
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
        if (row == null || writer.state() == PartitionWriter.State.HALTED) {
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
        seal(writer.idle() ? planner.due(world.now(), () -> 0) : null);
    }

    private void seal(@Nullable SealReason reason) {
        if (reason == null) {
            if (writer.state() == PartitionWriter.State.HALTED) {
                writer.resume();
                resume();
            }
            return;
        }
        var repeated = planner.repeated();
        var range = planner.end(world.now(), null);
        if (repeated != null) {
            assertThat(range.rows()).as("rows of the range that is read again").isEqualTo(repeated.rows());
        }
        writer.offer(new Batch<>(range, reason, new Cargo(rows, deadLetters, kept)));
        kept = null;
        rows = new ArrayList<>();
        deadLetters = new HashSet<>();
    }

    void react(Reaction reaction, Cargo cargo) {
        switch (reaction) {
            case Reaction.Landed landed -> {}
            case Reaction.Again again -> {}
            case Reaction.Halt halt -> {
                planner.again();
                startReading();
            }
            case Reaction.Bisect(var range, var recordsMax) -> {
                planner.bisect(range, recordsMax);
                startReading();
            }
            case Reaction.Poison(var code, var message) -> {
                Set<Long> all = new HashSet<>(cargo.deadLetters());
                all.add(Objects.requireNonNull(cargo.kept(), "a refused row that was not kept"));
                writer.sendWithoutRow(new Cargo(List.of(), all, null), world.now());
            }
        }
    }
}
