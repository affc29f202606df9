/**
 * Numbers over sliding windows: {@link io.watchllm.processor.core.alert.window.Measurement} says what of an event
 * counts, {@link io.watchllm.processor.core.alert.window.Accumulator} is what some events came to, and a
 * {@link io.watchllm.processor.core.alert.window.PaneWindow} keeps one for each pane and the total of all. What leaves
 * the window goes into a {@link io.watchllm.processor.core.alert.window.Baseline}. A
 * {@link io.watchllm.processor.core.alert.window.PaneDelta} is a part of a pane on its way from the partition of the
 * events to that of the group; a {@link io.watchllm.processor.core.alert.window.PaneBatch} carries those of a group.
 */
@NullMarked
package io.watchllm.processor.core.alert.window;

import org.jspecify.annotations.NullMarked;
