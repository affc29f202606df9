package io.watchllm.chaos.scenario;

import io.watchllm.chaos.core.FaultPlan;
import io.watchllm.chaos.core.InsertFault;
import io.watchllm.chaos.proxy.Fault;
import io.watchllm.chaos.proxy.Fault.FaultAction;
import io.watchllm.chaos.proxy.Fault.Stage;
import io.watchllm.chaos.proxy.Gate;
import io.watchllm.chaos.stage.TestBed;
import io.watchllm.chaos.stage.Wait;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What a network can do between the sink and its servers. */
final class Connections {
    private static final double SHARE = 0.3;
    private static final Duration LATER = Duration.ofMillis(700);

    private Connections() {}

    /** Chance strikes inserts with these faults. */
    static void inserts(TestBed arena, InsertFault... kinds) {
        var faults = new FaultPlan(arena.random().nextLong(), List.of(kinds), SHARE, Rounds.many(arena));
        arena.inserts().standing(insert -> fateOf(arena, faults.next()));
        var _ = arena.startSink();
        for (var round = 0; round < Rounds.many(arena); round++) {
            arena.load().send(Rounds.part(arena, Rounds.many(arena)));
        }
        arena.finish();
        for (var fault = 0; fault < faults.chosen(); fault++) {
            arena.struck();
        }
    }

    private static Fault fateOf(TestBed arena, InsertFault fault) {
        var afterTimeout = arena.insertTimeout().plus(LATER);
        return switch (fault) {
            case NONE -> Fault.PASS;
            case ANSWER_LOST -> Fault.at(Stage.ANSWERED, FaultAction.CLOSE);
            case BODY_CUT -> Fault.at(Stage.HALF_SENT, FaultAction.CLOSE);
            case ANSWER_LATE -> new Fault(Stage.ANSWERED, FaultAction.PROCEED, Gate.pause(afterTimeout));
            case ARRIVES_LATE -> new Fault(Stage.ARRIVED, FaultAction.PROCEED, Gate.pause(afterTimeout));
            case RESET -> Fault.at(Stage.HALF_SENT, FaultAction.RESET);
            case EXCEPTION_BEFORE_WRITE -> Fault.at(Stage.ARRIVED, FaultAction.REFUSE);
            case EXCEPTION_AFTER_WRITE -> Fault.at(Stage.ANSWERED, FaultAction.REFUSE);
        };
    }

    /** Offset commits are refused, do not arrive, or arrive and are not answered. */
    static void commits(TestBed arena) {
        var fates = List.of(
                Fault.at(Stage.ARRIVED, FaultAction.REFUSE),
                Fault.at(Stage.ARRIVED, FaultAction.CLOSE),
                Fault.at(Stage.ANSWERED, FaultAction.CLOSE));
        var random = arena.random();
        var struck = new AtomicInteger();
        arena.commits().standing(commit -> {
            if (struck.get() >= Rounds.many(arena) || random.nextDouble() >= SHARE) {
                return Fault.PASS;
            }
            return fates.get(struck.getAndIncrement() % fates.size());
        });
        var _ = arena.startSink();
        for (var round = 0; round < Rounds.many(arena); round++) {
            arena.load().send(Rounds.part(arena, Rounds.many(arena)));
        }
        arena.finish();
        for (var fault = 0; fault < struck.get(); fault++) {
            arena.struck();
        }
    }

    /** An answer is lost, and its insert comes again only when the tables no longer know it: it must be read back. */
    static void forgottenToken(TestBed arena) {
        var lost = Gate.held();
        arena.inserts().arm(insert -> true, 1, new Fault(Stage.ANSWERED, FaultAction.CLOSE, lost));
        var _ = arena.startSink();
        arena.load().send(Rounds.part(arena, 3));
        Rounds.awaitSprung(lost);
        var before = arena.clickHouse().answered(0);
        arena.load().send(Rounds.part(arena, 2));
        Wait.until(
                "other blocks pushed the token out",
                () -> arena.clickHouse().answered(0) >= before + 2 * Scenario.FORGETFUL_WINDOW);
        lost.release();
        arena.struck();
        arena.finish();
    }

    /**
     * An answer is lost, and the sink that comes next says its tokens otherwise: to ClickHouse the range is new, and to
     * the sink it is one that ClickHouse knows, so nothing reads it back.
     */
    static void unknownToken(TestBed arena) {
        var trap = Gate.held();
        arena.inserts().arm(insert -> true, 1, new Fault(Stage.ANSWERED, FaultAction.CLOSE, trap));
        var sink = arena.startSink();
        arena.load().send(Rounds.part(arena, 2));
        Rounds.awaitSprung(trap);
        sink.kill();
        trap.release();
        arena.struck();
        arena.set("WATCHLLM_SINK_TOKEN_NAMESPACE", "another");
        var _ = arena.startSink();
        arena.finish();
    }
}
