package io.watchllm.processor.core.alert;

import io.watchllm.processor.core.alert.rule.Rule;

/** Takes what rules came to. */
public interface AlertSink {

    /** An alert. */
    void raised(RaisedAlert alert);

    /** Events that came too late for the rule, and are only stored. */
    default void late(Rule rule, long events) {}

    /**
     * A rule threw. What it knew of the group is forgotten, and nothing that it raised in the call that failed may go
     * out.
     */
    default void failed(Rule rule, RuntimeException failure) {
        throw failure;
    }
}
