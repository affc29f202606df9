package io.watchllm.sink.write;

import io.watchllm.sink.core.Intent;
import io.watchllm.sink.core.Outcome;
import io.watchllm.sink.core.OutcomeRules;

/** Makes one attempt to bring a batch to where it belongs. Thread-safe. */
public final class BatchWriter {
    private final BlockInserter inserter;
    private final DeadLetters deadLetters;
    private final LandedRows landedRows;

    public BatchWriter(BlockInserter inserter, DeadLetters deadLetters, LandedRows landedRows) {
        this.inserter = inserter;
        this.deadLetters = deadLetters;
        this.landedRows = landedRows;
    }

    /** Rows of the range that the table has; {@link Outcome.BadData#UNKNOWN} when ClickHouse does not say. */
    public long landed(int partition, Intent range) {
        return landedRows.count(partition, range.from(), range.to());
    }

    /**
     * Letters first, then rows: the offsets behind both are committed only when both are safe, and either may be
     * repeated without harm, a letter by its key and a block by its token.
     */
    public Outcome write(Load load, String token) {
        try {
            if (!load.lettersSafe().get()) {
                deadLetters.deliver(load.letters());
                load.lettersSafe().set(true);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Outcome.NotNow(OutcomeRules.NO_CODE, "writing dead letters was interrupted");
        } catch (DeadLetters.DeadLetterException failure) {
            return new Outcome.NotNow(OutcomeRules.NO_CODE, String.valueOf(failure.getMessage()));
        }
        return load.block() == null ? new Outcome.Acked() : inserter.insert(load.block(), token);
    }
}
