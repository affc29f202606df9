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
    static void inserts(TestBed bed, InsertFault... kinds) {
        var faults = new FaultPlan(bed.random().nextLong(), List.of(kinds), SHARE, Rounds.many(bed));
        bed.inserts().standing(insert -> fateOf(bed, faults.next()));
        var _ = bed.startSink();
        for (var round = 0; round < Rounds.many(bed); round++) {
            bed.load().send(Rounds.part(bed, Rounds.many(bed)));
        }
        bed.finish();
        for (var fault = 0; fault < faults.chosen(); fault++) {
            bed.struck();
        }
    }

    private static Fault fateOf(TestBed bed, InsertFault fault) {
        var afterTimeout = bed.insertTimeout().plus(LATER);
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
    static void commits(TestBed bed) {
        var fates = List.of(
                Fault.at(Stage.ARRIVED, FaultAction.REFUSE),
                Fault.at(Stage.ARRIVED, FaultAction.CLOSE),
                Fault.at(Stage.ANSWERED, FaultAction.CLOSE));
        var random = bed.random();
        var struck = new AtomicInteger();
        bed.commits().standing(commit -> {
            if (struck.get() >= Rounds.many(bed) || random.nextDouble() >= SHARE) {
                return Fault.PASS;
            }
            return fates.get(struck.getAndIncrement() % fates.size());
        });
        var _ = bed.startSink();
        for (var round = 0; round < Rounds.many(bed); round++) {
            bed.load().send(Rounds.part(bed, Rounds.many(bed)));
        }
        bed.finish();
        for (var fault = 0; fault < struck.get(); fault++) {
            bed.struck();
        }
    }

    /** An answer is lost, and its insert comes again only when the tables no longer know it: it must be read back. */
    static void forgottenToken(TestBed bed) {
        var lost = Gate.held();
        bed.inserts().arm(insert -> true, 1, new Fault(Stage.ANSWERED, FaultAction.CLOSE, lost));
        var _ = bed.startSink();
        bed.load().send(Rounds.part(bed, 3));
        Rounds.awaitSprung(lost);
        var before = bed.clickHouse().answered(0);
        bed.load().send(Rounds.part(bed, 2));
        Wait.until(
                "other blocks pushed the token out",
                () -> bed.clickHouse().answered(0) >= before + 2 * Scenario.FORGETFUL_WINDOW);
        lost.release();
        bed.struck();
        bed.finish();
    }

    /**
     * An answer is lost, and the sink that comes next says its tokens otherwise: to ClickHouse the range is new, and to
     * the sink it is one that ClickHouse knows, so nothing reads it back.
     */
    static void unknownToken(TestBed bed) {
        var trap = Gate.held();
        bed.inserts().arm(insert -> true, 1, new Fault(Stage.ANSWERED, FaultAction.CLOSE, trap));
        var sink = bed.startSink();
        bed.load().send(Rounds.part(bed, 2));
        Rounds.awaitSprung(trap);
        sink.kill();
        trap.release();
        bed.struck();
        bed.set("WATCHLLM_SINK_TOKEN_NAMESPACE", "another");
        var _ = bed.startSink();
        bed.finish();
    }
}
