package io.watchllm.sink.write;

import io.watchllm.sink.core.BlockCountSnapshot;
import io.watchllm.sink.core.Outcome;
import io.watchllm.sink.core.OutcomeRules;
import org.jspecify.annotations.Nullable;

/** Makes one attempt to deliver a batch, dead letters and rows. Thread-safe. */
public final class BatchWriter {
    private final BlockInserter inserter;
    private final DeadLetters deadLetters;
    private final RangeVerifier readBack;

    public BatchWriter(BlockInserter inserter, DeadLetters deadLetters, RangeVerifier readBack) {
        this.inserter = inserter;
        this.deadLetters = deadLetters;
        this.readBack = readBack;
    }

    /** The tables' latest block counts; never waits. */
    public BlockCountSnapshot latestMark() {
        return readBack.latestMark();
    }

    /**
     * Writes dead letters first, then rows. The offsets of both are committed only when both are safe, and either may
     * be repeated without harm, a dead letter because of its key and a block because of its token. A block that may
     * have been sent before is looked up in the table.
     */
    public Outcome write(Shipment shipment) {
        var obstacle = deliverDeadLetters(shipment.load());
        if (obstacle != null) {
            return obstacle;
        }
        var block = shipment.load().block();
        if (block == null) {
            return new Outcome.Acked();
        }
        var doubt = shipment.doubt();
        return doubt == null
                ? inserter.insert(block, shipment.token())
                : readBack.repeat(shipment.partition(), doubt, () -> inserter.insert(block, shipment.token()));
    }

    private @Nullable Outcome deliverDeadLetters(BatchPayload load) {
        try {
            if (!load.deadLettersSafe().get()) {
                deadLetters.deliver(load.deadLetters());
                load.deadLettersSafe().set(true);
            }
            return null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Outcome.NotNow(OutcomeRules.NO_CODE, "writing dead letters was interrupted");
        } catch (DeadLetters.DeadLetterException failure) {
            return new Outcome.NotNow(OutcomeRules.NO_CODE, String.valueOf(failure.getMessage()));
        }
    }
}
