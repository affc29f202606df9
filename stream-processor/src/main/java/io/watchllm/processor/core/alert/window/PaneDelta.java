package io.watchllm.processor.core.alert.window;

import io.watchllm.processor.core.alert.model.ByteReader;
import io.watchllm.processor.core.alert.model.ByteWriter;
import io.watchllm.processor.core.alert.model.Group;
import io.watchllm.processor.core.alert.rule.RuleNames;

/**
 * What the events of one partition added to one pane of one group. Deltas of a group may come in any order and number;
 * together they are the pane.
 *
 * @param rules the rules that count so
 * @param group whom it is counted for
 * @param pane number of the pane: its begin is this many slides after 1970
 * @param tally what was added
 */
public record PaneDelta(RuleNames rules, Group group, long pane, Accumulator tally) {

    /** Puts it down, but for the group. */
    void write(ByteWriter out) {
        out.name(rules.text()).number(pane);
        tally.write(out);
    }

    /** What was put down. */
    static PaneDelta read(Group group, ByteReader in) {
        return new PaneDelta(new RuleNames(in.name()), group, in.number(), Accumulator.read(in));
    }
}
