package io.watchllm.processor.core.alert;

import io.watchllm.processor.core.alert.rule.Rule;

/** Takes what rules came to. */
public interface AlertSink {

    /** An alert. */
    void raised(RaisedAlert alert);

    /** Events that came too late for the rule, and are only stored. */
    default void late(Rule rule, long events) {}
}
