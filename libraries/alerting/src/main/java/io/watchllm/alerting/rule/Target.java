package io.watchllm.alerting.rule;

import io.watchllm.events.AlertScope;

/**
 * The events a rule observes, and the scope it counts them in.
 *
 * @param project id of a project, or {@link #EVERY_PROJECT}
 */
public record Target(String project, AlertScope scope, Filter filter) {

    /** Every project, each counted separately. */
    public static final String EVERY_PROJECT = "*";
}
