package io.watchllm.sink.table;

import java.util.List;

/** Exactly-once would not hold; the message says why, and how to fix it. */
public final class DedupNotGuaranteedException extends RuntimeException {

    public DedupNotGuaranteedException(List<String> gaps) {
        super("exactly-once would not hold: " + String.join("; ", gaps)
                + ". Or set WATCHLLM_SINK_GUARANTEE=at_least_once to go on without");
    }
}
