package io.watchllm.alerting.window;

import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.rule.RuleNames;
import io.watchllm.alerting.snapshot.PartSnapshot;

/**
 * What the events of one partition added to one pane of one group. Deltas of a group may come in any order and number;
 * merged, they give the pane.
 *
 * @param rules the rules that share this sum
 * @param group the entity it is counted for
 * @param pane number of the pane: its start is this many slides after 1970
 * @param tally the added aggregate
 */
public record PaneDelta(RuleNames rules, Group group, long pane, Accumulator tally) {

    private static final int FIXED_BYTES = 20;

    /** Upper bound of the size when serialized, in bytes. */
    int bytes() {
        return tally.bytes() + rules.text().length() + FIXED_BYTES;
    }

    /** The snapshot of everything but the group. */
    PartSnapshot snapshot() {
        return new PartSnapshot(rules.text(), pane, tally.snapshot());
    }

    /** Restores a delta. */
    static PaneDelta of(Group group, PartSnapshot from) {
        return new PaneDelta(
                new RuleNames(from.getRules()), group, from.getPane(), Accumulator.of(from.getAggregate()));
    }
}
