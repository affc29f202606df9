/**
 * Values over sliding windows: {@link io.watchllm.alerting.window.Measurement} says what is measured in an event,
 * {@link io.watchllm.alerting.window.Accumulator} aggregates events, and a
 * {@link io.watchllm.alerting.window.PaneWindow} keeps one aggregate per pane (the partial aggregates of a sliding
 * window) and the total. Panes that leave the window go into a {@link io.watchllm.alerting.window.Baseline}. A
 * {@link io.watchllm.alerting.window.PaneDelta} is a part of a pane on its way from the partition of the events to that
 * of the group; a {@link io.watchllm.alerting.window.PaneBatch} carries those of a group.
 */
@NullMarked
package io.watchllm.alerting.window;

import org.jspecify.annotations.NullMarked;
