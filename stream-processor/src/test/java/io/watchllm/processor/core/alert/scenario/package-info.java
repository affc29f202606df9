/**
 * Scenarios of alerts as files that people read: rules, what happens, and the alerts that are to come of it. A
 * {@code Scenario} is one file; whatever runs it gives its alerts as the same lines.
 */
@NullMarked
package io.watchllm.processor.core.alert.scenario;

import org.jspecify.annotations.NullMarked;
