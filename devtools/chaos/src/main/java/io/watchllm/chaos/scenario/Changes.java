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
    static void rebalances(TestBed arena) {
        var _ = arena.startSink();
        for (var round = 0; round < Rounds.many(arena); round++) {
            arena.load().send(Rounds.part(arena, Rounds.many(arena) * 2));
            arena.group().disturb(STAY);
            arena.struck();
            arena.load().send(Rounds.part(arena, Rounds.many(arena) * 2));
        }
        arena.finish();
    }

    /** Rows of a later schema come between those of the first; a sink ends with one of their inserts in its hands. */
    static void newSchema(TestBed arena) {
        var sink = arena.startSink();
        arena.load().send(Rounds.part(arena, Rounds.many(arena)));
        var later = 0;
        for (var round = 1; round < Rounds.many(arena); round++) {
            var second = round % 2 == 1;
            var part = Rounds.part(arena, Rounds.many(arena));
            later += second ? part : 0;
            arena.load().secondSchema(second);
            arena.load().send(part);
            arena.struck();
        }
        var trap = Gate.held();
        arena.inserts().arm(insert -> true, 0, new Fault(Stage.ANSWERED, FaultAction.CLOSE, trap));
        arena.load().secondSchema(true);
        later += arena.load().left();
        arena.load().send(arena.load().left());
        Rounds.awaitSprung(trap);
        sink.kill();
        trap.release();
        var _ = arena.startSink();
        arena.finish();
        var regions = arena.tables().run("SELECT count() FROM %s WHERE region = concat('region-', toString(id %% 7))");
        arena.require(
                regions.equals(Integer.toString(later)),
                later + " rows have the new field and " + regions + " have its value in the table");
    }

    /** Some records can't be rows; a sink ends between their dead letters and their commit. */
    static void poison(TestBed arena) {
        var each = Math.clamp(arena.plan().rows() / POISON_PARTS, 10, POISON_EACH_MAX);
        arena.load().poisonEach(each);
        arena.note("1 in " + each + " is bad");
        Kills.atInsert(arena, Stage.ANSWERED);
    }

    /** The topic is deleted and made again under its name; in both lives an answer is lost. */
    static void topicRecreated(TestBed arena) {
        var _ = arena.startSink();
        arena.inserts().arm(insert -> true, 1, Fault.at(Stage.ANSWERED, FaultAction.CLOSE));
        arena.load().send(arena.plan().rows() / 2);
        arena.awaitDrained();
        arena.group().recreateTopic();
        arena.load().newGeneration();
        arena.struck();
        arena.inserts().arm(insert -> true, 1, Fault.at(Stage.ANSWERED, FaultAction.CLOSE));
        arena.finish();
    }

    /** An operator sets the offsets back: what lies behind them must come again, once. */
    static void offsetsReset(TestBed arena) {
        var sink = arena.startSink();
        arena.load().send(arena.plan().rows() / 2);
        arena.awaitDrained();
        sink.terminate();
        var offsets = new HashMap<Integer, Long>();
        for (var partition = 0; partition < TestBed.PARTITIONS; partition++) {
            var records = arena.ledger().records(partition);
            // Not the same in all partitions: all of it, most of it, …, and for the last one nothing.
            offsets.put(partition, records * partition / (TestBed.PARTITIONS - 1));
        }
        arena.group().reset(offsets);
        offsets.forEach((partition, from) -> arena.ledger().replayed(partition, from));
        arena.struck();
        arena.inserts().arm(insert -> true, 1, Fault.at(Stage.ANSWERED, FaultAction.CLOSE));
        var _ = arena.startSink();
        arena.finish();
        arena.note("rows behind the new offsets are wanted twice");
    }

    /** Two, then four, then one; they start and end at random while rows flow. */
    static void instances(TestBed arena) {
        var first = arena.startSink();
        var second = arena.startSink();
        var sending = arena.load().sendMeanwhile(Rounds.part(arena, 3));
        sending.join();
        var third = arena.startSink();
        var fourth = arena.startSink();
        sending = arena.load().sendMeanwhile(Rounds.part(arena, 3));
        Wait.pass(Duration.ofMillis(arena.random().nextInt(1_500)));
        second.kill();
        arena.struck();
        var _ = arena.startSink();
        sending.join();
        sending = arena.load().sendMeanwhile(Rounds.part(arena, 3));
        first.terminate();
        Wait.pass(Duration.ofMillis(arena.random().nextInt(500)));
        third.kill();
        Wait.pass(Duration.ofMillis(arena.random().nextInt(500)));
        fourth.terminate();
        arena.struck();
        sending.join();
        arena.finish();
    }
}
