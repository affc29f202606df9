package io.watchllm.chaos.scenario;

import io.watchllm.chaos.proxy.Fault;
import io.watchllm.chaos.proxy.Fault.FaultAction;
import io.watchllm.chaos.proxy.Fault.Stage;
import io.watchllm.chaos.proxy.Gate;
import io.watchllm.chaos.stage.TestBed;
import io.watchllm.chaos.stage.Wait;
import java.time.Duration;
import java.util.HashMap;

/** What people change while the sink runs: schemas, topics, offsets, instances; and records that can't be rows. */
final class Changes {
    private static final Duration STAY = Duration.ofMillis(800);
    private static final int POISON_PARTS = 10;
    private static final int POISON_EACH_MAX = 10_000;

    private Changes() {}

    /** A stranger joins the group and leaves it, again and again. */
    static void rebalances(TestBed bed) {
        var _ = bed.startSink();
        for (var round = 0; round < Rounds.many(bed); round++) {
            bed.load().send(Rounds.part(bed, Rounds.many(bed) * 2));
            bed.group().disturb(STAY);
            bed.struck();
            bed.load().send(Rounds.part(bed, Rounds.many(bed) * 2));
        }
        bed.finish();
    }

    /** Rows of a later schema come between those of the first; a sink ends with one of their inserts in its hands. */
    static void newSchema(TestBed bed) {
        var sink = bed.startSink();
        bed.load().send(Rounds.part(bed, Rounds.many(bed)));
        var later = 0;
        for (var round = 1; round < Rounds.many(bed); round++) {
            var second = round % 2 == 1;
            var part = Rounds.part(bed, Rounds.many(bed));
            later += second ? part : 0;
            bed.load().secondSchema(second);
            bed.load().send(part);
            bed.struck();
        }
        var trap = Gate.held();
        bed.inserts().arm(insert -> true, 0, new Fault(Stage.ANSWERED, FaultAction.CLOSE, trap));
        bed.load().secondSchema(true);
        later += bed.load().left();
        bed.load().send(bed.load().left());
        Rounds.awaitSprung(trap);
        sink.kill();
        trap.release();
        var _ = bed.startSink();
        bed.finish();
        var regions = bed.tables().run("SELECT count() FROM %s WHERE region = concat('region-', toString(id %% 7))");
        bed.require(
                regions.equals(Integer.toString(later)),
                later + " rows have the new field and " + regions + " have its value in the table");
    }

    /** Some records can't be rows; a sink ends between their dead letters and their commit. */
    static void poison(TestBed bed) {
        var each = Math.clamp(bed.plan().rows() / POISON_PARTS, 10, POISON_EACH_MAX);
        bed.load().poisonEach(each);
        bed.note("1 in " + each + " is bad");
        Kills.atInsert(bed, Stage.ANSWERED);
    }

    /** The topic is deleted and made again under its name; in both lives an answer is lost. */
    static void topicRecreated(TestBed bed) {
        var _ = bed.startSink();
        bed.inserts().arm(insert -> true, 1, Fault.at(Stage.ANSWERED, FaultAction.CLOSE));
        bed.load().send(bed.plan().rows() / 2);
        bed.awaitDrained();
        bed.group().recreateTopic();
        bed.load().newGeneration();
        bed.struck();
        bed.inserts().arm(insert -> true, 1, Fault.at(Stage.ANSWERED, FaultAction.CLOSE));
        bed.finish();
    }

    /** An operator sets the offsets back: what lies behind them must come again, once. */
    static void offsetsReset(TestBed bed) {
        var sink = bed.startSink();
        bed.load().send(bed.plan().rows() / 2);
        bed.awaitDrained();
        sink.terminate();
        var offsets = new HashMap<Integer, Long>();
        for (var partition = 0; partition < TestBed.PARTITIONS; partition++) {
            var records = bed.ledger().records(partition);
            // Not the same in all partitions: all of it, most of it, …, and for the last one nothing.
            offsets.put(partition, records * partition / (TestBed.PARTITIONS - 1));
        }
        bed.group().reset(offsets);
        offsets.forEach((partition, from) -> bed.ledger().replayed(partition, from));
        bed.struck();
        bed.inserts().arm(insert -> true, 1, Fault.at(Stage.ANSWERED, FaultAction.CLOSE));
        var _ = bed.startSink();
        bed.finish();
        bed.note("rows behind the new offsets are wanted twice");
    }

    /** Two, then four, then one; they start and end at random while rows flow. */
    static void instances(TestBed bed) {
        var first = bed.startSink();
        var second = bed.startSink();
        var sending = bed.load().sendMeanwhile(Rounds.part(bed, 3));
        sending.join();
        var third = bed.startSink();
        var fourth = bed.startSink();
        sending = bed.load().sendMeanwhile(Rounds.part(bed, 3));
        Wait.pass(Duration.ofMillis(bed.random().nextInt(1_500)));
        second.kill();
        bed.struck();
        var _ = bed.startSink();
        sending.join();
        sending = bed.load().sendMeanwhile(Rounds.part(bed, 3));
        first.terminate();
        Wait.pass(Duration.ofMillis(bed.random().nextInt(500)));
        third.kill();
        Wait.pass(Duration.ofMillis(bed.random().nextInt(500)));
        fourth.terminate();
        bed.struck();
        sending.join();
        bed.finish();
    }
}
