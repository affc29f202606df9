package io.watchllm.alerting.loop;

import java.util.List;

/** Finds a repeating cycle at the end of a run. */
final class Cycle {

    private static final int PERIOD_MIN = 2;
    private static final int PERIOD_MAX = 5;

    private Cycle() {}

    /**
     * How often the last 2 to 5 steps repeat in a row, the maximum over these lengths; 1 when they do not repeat.
     * Identical steps are not a cycle: the check of repeated calls covers those.
     *
     * @param steps newest first
     */
    static int repeats(List<Step> steps) {
        int most = 1;
        for (int period = PERIOD_MIN; period <= PERIOD_MAX; period++) {
            int same = 0;
            while (same + period < steps.size() && steps.get(same).isSame(steps.get(same + period))) {
                same++;
            }
            int repeats = same / period + 1;
            if (repeats > most && hasTwo(steps, period)) {
                most = repeats;
            }
        }
        return most;
    }

    private static boolean hasTwo(List<Step> steps, int period) {
        for (int index = 1; index < period; index++) {
            if (!steps.get(index).isSame(steps.getFirst())) {
                return true;
            }
        }
        return false;
    }
}
