/**
 * The two alert stages. In the partition of the event, an {@link io.watchllm.processor.core.alert.stage.AlertIntake}
 * finds the rules that observe it ({@link io.watchllm.processor.core.alert.stage.RuleSet}), evaluates groups of runs,
 * and sums up all others by pane, once for all rules that count the same
 * ({@link io.watchllm.processor.core.alert.stage.PaneSum}). In the partition of the group, an
 * {@link io.watchllm.processor.core.alert.stage.AlertGroups} merges pane parts and evaluates them; a store holds the
 * {@link io.watchllm.processor.core.alert.stage.AlertGroupStates} of each group. An
 * {@link io.watchllm.processor.core.alert.stage.EventClock} in each provides the time while no events come.
 */
@NullMarked
package io.watchllm.processor.core.alert.stage;

import org.jspecify.annotations.NullMarked;
