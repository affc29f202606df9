/**
 * The two stages of alerts. In the partition of an event, an {@link io.watchllm.processor.core.alert.stage.AlertIntake}
 * finds the rules that look at it ({@link io.watchllm.processor.core.alert.stage.RuleSet}), judges groups of runs, and
 * sums up all others by panes, once for all rules that count the same
 * ({@link io.watchllm.processor.core.alert.stage.PaneSum}). In the partition of the group, a
 * {@link io.watchllm.processor.core.alert.stage.AlertGroups} takes the parts of panes and judges; a store has the
 * {@link io.watchllm.processor.core.alert.stage.AlertGroupStates} of each group. An
 * {@link io.watchllm.processor.core.alert.stage.EventClock} in each says what time it is while no event comes.
 */
@NullMarked
package io.watchllm.processor.core.alert.stage;

import org.jspecify.annotations.NullMarked;
