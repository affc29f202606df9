package io.watchllm.sink.table;

import io.watchllm.delivery.core.Outcome;
import io.watchllm.delivery.core.OutcomeRules;
import io.watchllm.delivery.table.BlockInserter;
import io.watchllm.sink.core.Attempt;
import org.apache.kafka.common.KafkaException;

/** Makes one attempt to deliver a batch, dead letters and rows. Thread-safe. */
public final class BatchWriter {
    private final BlockInserter inserter;
    private final DeadLetters deadLetters;
    private final RangeVerifier verifier;

    public BatchWriter(BlockInserter inserter, DeadLetters deadLetters, RangeVerifier verifier) {
        this.inserter = inserter;
        this.deadLetters = deadLetters;
        this.verifier = verifier;
    }

    /**
     * Writes dead letters first, then rows. The offsets of both are committed only when both are safe, and either may
     * be repeated without harm, a dead letter because of its key and a block because of its token. A block that may
     * have been sent before is looked up in the table.
     *
     * @param partition partition of the row topic
     * @param token deduplication token of the block
     */
    public Outcome write(int partition, String token, Attempt<BatchPayload> attempt) {
        var payload = attempt.batch().payload();
        try {
            if (!payload.deadLettersSafe().get()) {
                deadLetters.deliver(payload.deadLetters());
                payload.deadLettersSafe().set(true);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Outcome.NotNow(OutcomeRules.NO_CODE, "writing dead letters was interrupted");
        } catch (KafkaException failure) {
            return new Outcome.NotNow(OutcomeRules.NO_CODE, String.valueOf(failure.getMessage()));
        }
        var block = payload.block();
        if (block == null) {
            return new Outcome.Acked();
        }
        var uncertain = attempt.uncertain();
        return uncertain == null
                ? inserter.insert(block, token)
                : verifier.repeat(partition, uncertain, () -> inserter.insert(block, token));
    }
}
