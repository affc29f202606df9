package io.watchllm.chaos.core;

import io.watchllm.chaos.core.ScenarioResult.Remarks;

/**
 * Result of a scenario that was played on processors.
 *
 * @param name its name
 * @param events records that were sent
 * @param faults how often the fault struck
 * @param balance what the comparison of the ledger with the topics gave
 * @param seconds how long it took
 * @param remarks what else there is to say
 */
public record PipelineResult(String name, long events, int faults, Balance balance, double seconds, Remarks remarks) {

    /**
     * The ledger against rows, dead letters, counts and alerts.
     *
     * @param lost events without a row, and bad records without a dead letter
     * @param twice rows, dead letters and alerts beyond what should be there
     * @param alertsEqual whether the alerts are those of an undisturbed run
     * @param countsEqual whether the processor's counts are those of the ledger
     */
    public record Balance(long lost, long twice, boolean alertsEqual, boolean countsEqual) {
        /** When there was nothing to compare. */
        public static final Balance UNKNOWN = new Balance(0, 0, false, false);
    }

    /** Whether each event came to what it has to, once, and the fault did strike. */
    public boolean exact() {
        return balance.lost() == 0
                && balance.twice() == 0
                && balance.alertsEqual()
                && balance.countsEqual()
                && faults > 0
                && remarks.problems().isEmpty();
    }

    /** Whether the oracle saw the loss that had to come, in rows and in counts. */
    public boolean showsLoss() {
        return balance.lost() > 0 && balance.twice() == 0 && !balance.countsEqual();
    }
}
