package io.watchllm.sink.core;

import io.watchllm.delivery.encode.RejectedRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes accidental bad records from a wrong deployment: when too great a share of the latest records is bad,
 * the partition stops instead of sending everything to the dead letters.
 */
public final class PoisonBreaker {
    /** Approximate number of remembered records; older ones fade. */
    private static final int MEMORY = 1_000;

    private final double shareMax;
    private final int recordsMin;
    private long records;
    private long poison;

    /**
     * @param shareMax greatest share of bad records that counts as accidental; 1 lets everything pass
     * @param recordsMin fewest records for which the share is evaluated
     */
    public PoisonBreaker(double shareMax, int recordsMin) {
        this.shareMax = shareMax;
        this.recordsMin = recordsMin;
    }

    /** Describes for an operator why a batch with so many rows and these bad records must not go ahead; or null. */
    public @Nullable String problem(int rows, List<RejectedRow> bad) {
        if (!trips(rows, bad.size())) {
            return null;
        }
        var first = bad.getFirst();
        return bad.size() + " of the latest " + (rows + bad.size()) + " records can't be rows (" + first.reason() + ": "
                + first.message() + "); that is a wrong deployment rather than bad records."
                + " WATCHLLM_SINK_POISON_SHARE=1 lets them go to the dead letters";
    }

    /** True when a batch with so many rows and bad records exceeds the share, together with what came before. */
    boolean trips(int rows, int bad) {
        var all = records + rows + bad;
        return bad > 0 && all >= recordsMin && poison + bad > shareMax * all;
    }

    /** Counts a batch that goes ahead. */
    public void passed(int rows, int bad) {
        records += rows + bad;
        poison += bad;
        if (records > MEMORY) {
            poison = poison * MEMORY / records;
            records = MEMORY;
        }
    }
}
