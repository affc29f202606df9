package io.watchllm.sink.write;

import io.watchllm.sink.core.Mark;
import io.watchllm.sink.core.Outcome;
import io.watchllm.sink.core.OutcomeRules;
import org.jspecify.annotations.Nullable;

/** Makes one attempt to bring a batch to where it belongs. Thread-safe. */
public final class BatchWriter {
    private final BlockInserter inserter;
    private final DeadLetters deadLetters;
    private final ReadBack readBack;

    public BatchWriter(BlockInserter inserter, DeadLetters deadLetters, ReadBack readBack) {
        this.inserter = inserter;
        this.deadLetters = deadLetters;
        this.readBack = readBack;
    }

    /** How far the tables were a moment ago; never waits. */
    public Mark latestMark() {
        return readBack.latestMark();
    }

    /**
     * Letters first, then rows: the offsets behind both are committed only when both are safe, and either may be
     * repeated without harm, a letter by its key and a block by its token. A block that may have been sent before is
     * looked for in the table.
     */
    public Outcome write(Shipment shipment) {
        var obstacle = deliverLetters(shipment.load());
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

    private @Nullable Outcome deliverLetters(Load load) {
        try {
            if (!load.lettersSafe().get()) {
                deadLetters.deliver(load.letters());
                load.lettersSafe().set(true);
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
