package io.watchllm.alerting.loop;

/** Checks for loops and runaway runs. The names are stored: they must not change. */
public enum LoopCheck {
    SAME_CALL("the same call with the same result, times"),
    CYCLE("the same cycle of steps, times"),
    RETRY_STORM("failures of one tool in a row"),
    STEPS("steps of the run"),
    CALLS("calls of the run"),
    DURATION("milliseconds of the run"),
    STALE("steps without a new call");

    private final String words;

    LoopCheck(String words) {
        this.words = words;
    }

    /** What it counts. */
    public String words() {
        return words;
    }
}
