package io.watchllm.chaos.core;

import java.util.List;
import java.util.Random;

/** Chooses the fault of each insert from a seed. Not for several threads at once. */
public final class FaultPlan {
    private final Random random;
    private final List<InsertFault> kinds;
    private final double share;
    private final int most;
    private int chosen;

    /**
     * @param seed the same seed gives the same choices
     * @param kinds the faults to choose from
     * @param share how many of the inserts meet one, 0 to 1
     * @param most faults after which there are no more
     */
    public FaultPlan(long seed, List<InsertFault> kinds, double share, int most) {
        this.random = new Random(seed);
        this.kinds = List.copyOf(kinds);
        this.share = share;
        this.most = most;
    }

    /** The fault of the next insert; each kind comes once before chance has its say. */
    public InsertFault next() {
        if (chosen >= most || random.nextDouble() >= share) {
            return InsertFault.NONE;
        }
        var kind = chosen < kinds.size() ? kinds.get(chosen) : kinds.get(random.nextInt(kinds.size()));
        chosen++;
        return kind;
    }

    /** Faults so far. */
    public int chosen() {
        return chosen;
    }
}
