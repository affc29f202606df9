package io.watchllm.alerting;

import io.watchllm.alerting.rule.Rule;

/** Receives the results of rule evaluation. */
public interface AlertSink {

    /** An alert was raised. */
    void raised(RaisedAlert alert);

    /** Events came too late for the rule and are only stored. */
    default void late(Rule rule, long events) {}

    /** A rule threw. Its state for the group is dropped, and nothing raised in the failed call may be emitted. */
    default void failed(Rule rule, RuntimeException failure) {
        throw failure;
    }
}
