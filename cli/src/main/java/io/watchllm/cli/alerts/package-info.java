/**
 * What the commands do with alerts: {@link io.watchllm.cli.alerts.AlertTopic} reads them off their topic, up to its end
 * or as they come, and {@link io.watchllm.cli.alerts.AlertLine} tells one on a line.
 */
@NullMarked
package io.watchllm.cli.alerts;

import org.jspecify.annotations.NullMarked;
