package io.watchllm.processor.core.alert.rule;

import io.watchllm.events.AlertScope;

/**
 * Whose events a rule looks at, and whom it counts them for.
 *
 * @param project id of a project, or {@link #EVERY_PROJECT}
 */
public record Target(String project, AlertScope scope, Filter filter) {

    /** Each project, every one for itself. */
    public static final String EVERY_PROJECT = "*";
}
