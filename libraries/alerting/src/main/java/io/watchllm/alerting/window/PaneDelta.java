package io.watchllm.alerting.window;

import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.rule.RuleNames;

/**
 * What the events of one partition added to one pane of one group. Deltas of a group may come in any order and number;
 * merged, they give the pane.
 *
 * @param rules the rules that share this sum
 * @param group the entity it is counted for
 * @param pane number of the pane: its start is this many slides after 1970
 * @param added what they added
 */
public record PaneDelta(RuleNames rules, Group group, long pane, Accumulator added) {}
