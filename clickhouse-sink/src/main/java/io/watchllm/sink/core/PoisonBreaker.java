package io.watchllm.sink.core;

/**
 * Tells accidents from a wrong deployment: when too great a share of the latest records is poison, the partition stops
 * instead of emptying itself into the dead letters.
 */
public final class PoisonBreaker {
    /** How many records are remembered, about; older ones fade. */
    private static final int MEMORY = 1_000;

    private final double shareMax;
    private final int recordsMin;
    private long records;
    private long poison;

    /**
     * @param shareMax greatest share of poison that counts as accidents; 1 lets everything pass
     * @param recordsMin fewest records to judge by
     */
    public PoisonBreaker(double shareMax, int recordsMin) {
        this.shareMax = shareMax;
        this.recordsMin = recordsMin;
    }

    /** True when a batch of so many rows and so much poison, with what came before it, is too much. */
    public boolean trips(int rows, int bad) {
        var all = records + rows + bad;
        return bad > 0 && all >= recordsMin && poison + bad > shareMax * all;
    }

    /** The batch goes ahead. */
    public void passed(int rows, int bad) {
        records += rows + bad;
        poison += bad;
        if (records > MEMORY) {
            poison = poison * MEMORY / records;
            records = MEMORY;
        }
    }
}
