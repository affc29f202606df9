package io.watchllm.chaos.core;

import java.util.List;

/**
 * What a scenario came to.
 *
 * @param name its name
 * @param rows records that were sent
 * @param faults how often the fault struck
 * @param balance what the comparison of counts and tables gave
 * @param seconds how long it took
 * @param remarks what else there is to say
 */
public record ScenarioResult(String name, long rows, int faults, Balance balance, double seconds, Remarks remarks) {

    /**
     * Counts against tables.
     *
     * @param lost rows that should be in the table and are not
     * @param lostSaid records that were said to be lost, and given up by an operator
     * @param twice rows that are in the table beyond what should be there
     * @param twiceSaid rows that a stopped sink named as being there beyond that
     * @param rollupsEqual whether both rollups equal a recount of the table
     */
    public record Balance(long lost, long lostSaid, long twice, long twiceSaid, boolean rollupsEqual) {
        /** When there was nothing to compare. */
        public static final Balance UNKNOWN = new Balance(0, 0, 0, 0, false);
    }

    /**
     * In words.
     *
     * @param notes what is worth knowing, such as memory
     * @param problems what went wrong besides; empty when nothing did
     */
    public record Remarks(List<String> notes, List<String> problems) {
        public Remarks {
            notes = List.copyOf(notes);
            problems = List.copyOf(problems);
        }
    }

    /** Whether each row was stored once, but for what was said, and the fault did strike. */
    public boolean exact() {
        return balance.lost() == balance.lostSaid()
                && balance.twice() == balance.twiceSaid()
                && balance.rollupsEqual()
                && faults > 0
                && remarks.problems().isEmpty();
    }

    /** Whether the oracle saw the duplicate that had to come. */
    public boolean showsDuplicate() {
        return balance.twice() > 0 && balance.lost() == 0 && remarks.problems().isEmpty();
    }
}
