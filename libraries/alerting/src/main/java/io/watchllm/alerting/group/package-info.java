/**
 * The two alert stages. In the partition of the event, an {@link io.watchllm.alerting.group.AlertIntake} finds the
 * rules that observe it ({@link io.watchllm.alerting.group.RuleSet}), evaluates groups of runs, and sums up all others
 * by pane, once for all rules that count the same ({@link io.watchllm.alerting.group.PaneSum}). In the partition of the
 * group, an {@link io.watchllm.alerting.group.AlertGroups} merges pane parts and evaluates them; a store holds the
 * states of each group as Avro records ({@link io.watchllm.alerting.model.SnapshotCodec}). An
 * {@link io.watchllm.alerting.group.EventClock} in each provides the time while no events come.
 */
@NullMarked
package io.watchllm.alerting.group;

import org.jspecify.annotations.NullMarked;
