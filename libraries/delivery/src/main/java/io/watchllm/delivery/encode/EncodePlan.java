package io.watchllm.delivery.encode;

import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Plan that encodes records of one writer schema into the columns of one table. Immutable; opens any number of blocks.
 */
public final class EncodePlan {
    private final List<Step> steps;

    /**
     * Encodes or skips one field of the writer schema.
     *
     * @param branch how the field encodes whether it has a value
     * @param column the column to encode into; null when the table has no such column
     */
    record Step(
            String field,
            Schema schema,
            UnionBranch branch,
            @Nullable TableColumn column) {
        boolean skipped() {
            return column == null;
        }
    }

    EncodePlan(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** Names of the columns that a block of this plan holds, in its order. */
    public List<String> columns() {
        var fields = steps.stream().filter(step -> !step.skipped()).map(Step::field);
        var provenance = Stream.of(Provenance.values()).map(Provenance::column);
        return Stream.concat(fields, provenance).toList();
    }

    /** Names of the fields that the table has no column for. */
    public List<String> skippedFields() {
        return steps.stream().filter(Step::skipped).map(Step::field).toList();
    }

    /** An empty block with its own buffers. */
    public BlockBuilder open() {
        return new BlockBuilder(this, steps);
    }
}
