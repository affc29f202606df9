package io.watchllm.chaos.scenario;

import io.watchllm.chaos.proxy.Gate;
import io.watchllm.chaos.stage.ChaosException;
import io.watchllm.chaos.stage.TestBed;
import io.watchllm.chaos.stage.Wait;

/** How often a fault strikes, and how much is sent for each time. */
final class Rounds {
    /** From so many rows on a scenario takes its time. */
    private static final int ROWS_LONG = 20_000;

    private Rounds() {}

    /** How often something strikes that costs the start of a process. */
    static int few(TestBed bed) {
        return bed.plan().rows() < ROWS_LONG ? 1 : 2;
    }

    /** How often something strikes that costs nothing. */
    static int many(TestBed bed) {
        return bed.plan().rows() < ROWS_LONG ? 4 : 6;
    }

    /** Rows for one of so many rounds; some are left for the end. */
    static int part(TestBed bed, int rounds) {
        return Math.max(1, bed.plan().rows() / (rounds + 1));
    }

    static void awaitSprung(Gate trap) {
        try {
            if (!trap.awaitSprung(Wait.LIMIT)) {
                throw new ChaosException("nothing came to the point where the fault was to strike");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ChaosException("interrupted", interrupted);
        }
    }
}
