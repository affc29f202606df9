package io.watchllm.operations.offsets;

import io.watchllm.delivery.core.StartRules;
import io.watchllm.delivery.table.AcceptedLosses;
import io.watchllm.operations.OperationException;

/**
 * Accepts the loss of a partition's records that left Kafka before they were read. It adds a row to the ledger; the
 * sink that is stopped at the gap finds it there within seconds and continues, so sinks may run meanwhile.
 */
public final class LossAcceptance {
    private final GroupFacts facts;

    public LossAcceptance(GroupFacts facts) {
        this.facts = facts;
    }

    /**
     * Plan of the loss to accept, and why the sink is stopped.
     *
     * @param loss offsets from the committed one, or from the end of an open range that the table holds, to the start
     *     of the log
     * @param why reason that the sink reports
     */
    public record Plan(AcceptedLosses.Loss loss, String why) {}

    /**
     * Plans the loss without changing anything.
     *
     * @throws OperationException when nothing is lost in this partition, or Kafka or ClickHouse do not answer
     */
    public Plan plan(int partition) {
        var found = facts.of(partition);
        var commit = found.commit();
        var open = found.openRange();
        var stored = facts.stored(found, open);
        var start = StartRules.decide(found, stored, facts.clock().millis());
        if (commit != null && start instanceof StartRules.Stop(var why, var gap) && gap > 0) {
            var table = facts.table();
            var loss = new AcceptedLosses.Loss(
                    table.group(),
                    table.topic(),
                    found.name().topicId(),
                    partition,
                    open != null && stored.holds(open) ? open.to() + 1 : commit.offset(),
                    found.log().start());
            return new Plan(loss, why);
        }
        throw new OperationException(
                switch (start) {
                    case StartRules.Ended ended ->
                        "this is no loss to accept: " + ended.stop().why();
                    case StartRules.Stop stop -> "this is no loss to accept: " + stop.why();
                    case StartRules.Begin begin
                    when begin.lost() > 0 ->
                        "partition " + partition + " of table "
                                + facts.table().table() + ": its loss is accepted already; the sink goes on at offset "
                                + begin.offset();
                    case StartRules.Begin begin ->
                        "nothing is lost in partition " + partition + " of table "
                                + facts.table().table() + ": the sink goes on at offset " + begin.offset()
                                + ", and the log begins at offset "
                                + found.log().start();
                });
    }

    /**
     * Accepts the loss of the {@link #plan}.
     *
     * @throws OperationException as there; nothing was changed then
     */
    public Plan accept(int partition) {
        var plan = plan(partition);
        facts.accept(plan.loss());
        return plan;
    }
}
