package io.watchllm.delivery.encode;

import java.util.List;
import java.util.stream.Stream;

/**
 * Plan that encodes records of one writer schema into the columns of one table. Immutable; opens any number of blocks.
 */
public final class EncodePlan {
    private final List<FieldStep> steps;

    EncodePlan(List<FieldStep> steps) {
        this.steps = List.copyOf(steps);
    }

    /** Names of the columns that a block of this plan holds, in its order. */
    public List<String> columns() {
        var fields = steps.stream().filter(step -> !step.skipped()).map(FieldStep::field);
        var provenance = Stream.of(Provenance.values()).map(Provenance::column);
        return Stream.concat(fields, provenance).toList();
    }

    /** Names of the fields that the table has no column for. */
    public List<String> skippedFields() {
        return steps.stream().filter(FieldStep::skipped).map(FieldStep::field).toList();
    }

    /** An empty block with its own buffers. */
    public BlockBuilder open() {
        return new BlockBuilder(this, steps);
    }
}
