package io.watchllm.sink.write;

import io.watchllm.sink.core.Outcome;
import io.watchllm.sink.core.OutcomeRules;

/** Makes one attempt to bring a batch to where it belongs. Thread-safe. */
public final class BatchWriter {
    private final BlockInserter inserter;
    private final DeadLetters deadLetters;

    public BatchWriter(BlockInserter inserter, DeadLetters deadLetters) {
        this.inserter = inserter;
        this.deadLetters = deadLetters;
    }

    /**
     * Letters first, then rows: the offsets behind both are committed only when both are safe, and either may be
     * repeated without harm, a letter by its key and a block by its token.
     */
    public Outcome write(Load load, String token) {
        try {
            if (!load.letters().isEmpty()) {
                deadLetters.deliver(load.letters());
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
