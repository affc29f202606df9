package io.watchllm.chaos.scenario;

import io.watchllm.chaos.proxy.Fault;
import io.watchllm.chaos.proxy.Fault.FaultAction;
import io.watchllm.chaos.proxy.Fault.Stage;
import io.watchllm.chaos.proxy.Gate;
import io.watchllm.chaos.stage.ServiceProcess;
import io.watchllm.chaos.stage.Tables.View;
import io.watchllm.chaos.stage.TestBed;
import io.watchllm.chaos.stage.Wait;

/** Processes end at exact points. */
final class Kills {
    /** Inserts or commits that may pass before the trap. */
    private static final int SKIP_MAX = 3;
    /** Few, so that they are one block of each partition: each block takes its time in a slow view. */
    private static final int SLOW_ROWS = 40;

    private Kills() {}

    /** The commit that opens a range has left the sink and does not arrive. */
    static void beforeIntent(TestBed bed) {
        var sink = bed.startSink();
        for (var round = 0; round < Rounds.few(bed); round++) {
            var trap = Gate.held();
            bed.commits()
                    .arm(
                            commit -> commit.opensRange(),
                            bed.random().nextInt(SKIP_MAX),
                            new Fault(Stage.ARRIVED, FaultAction.CLOSE, trap));
            bed.load().send(Rounds.part(bed, Rounds.few(bed)));
            sink = killAt(bed, trap, sink);
        }
        bed.finish();
    }

    /** An insert whose range is open is at this point of its way. */
    static void atInsert(TestBed bed, Stage stage) {
        var sink = bed.startSink();
        for (var round = 0; round < Rounds.few(bed); round++) {
            var trap = Gate.held();
            bed.inserts()
                    .arm(insert -> true, bed.random().nextInt(SKIP_MAX), new Fault(stage, FaultAction.CLOSE, trap));
            bed.load().send(Rounds.part(bed, Rounds.few(bed)));
            sink = killAt(bed, trap, sink);
        }
        bed.finish();
    }

    /** The sink has the answer, and its next commit does not arrive. */
    static void beforeCommit(TestBed bed) {
        var sink = bed.startSink();
        for (var round = 0; round < Rounds.few(bed); round++) {
            var answered = Gate.held();
            var committing = Gate.held();
            bed.inserts()
                    .arm(
                            insert -> true,
                            bed.random().nextInt(SKIP_MAX),
                            new Fault(Stage.ANSWERED, FaultAction.PROCEED, answered));
            bed.load().send(Rounds.part(bed, Rounds.few(bed)));
            Rounds.awaitSprung(answered);
            bed.commits().arm(commit -> true, 0, new Fault(Stage.ARRIVED, FaultAction.CLOSE, committing));
            answered.release();
            sink = killAt(bed, committing, sink);
        }
        bed.finish();
    }

    private static ServiceProcess killAt(TestBed bed, Gate trap, ServiceProcess sink) {
        Rounds.awaitSprung(trap);
        sink.kill();
        trap.release();
        bed.struck();
        return bed.startSink();
    }

    /** The sink is stopped with an insert in its hands, another takes over, and the first one goes on. */
    static void zombie(TestBed bed) {
        var first = bed.startSink();
        for (var round = 0; round < Rounds.few(bed); round++) {
            var trap = Gate.held();
            var stage = bed.random().nextBoolean() ? Stage.ARRIVED : Stage.HALF_SENT;
            bed.inserts().arm(insert -> true, bed.random().nextInt(2), new Fault(stage, FaultAction.PROCEED, trap));
            bed.load().send(Rounds.part(bed, Rounds.few(bed) * 2));
            Rounds.awaitSprung(trap);
            first.freeze();
            var second = bed.startSink();
            bed.awaitDrained();
            first.thaw();
            // Its insert of a range that the other one has long brought in arrives now.
            trap.release();
            bed.struck();
            bed.load().send(Rounds.part(bed, Rounds.few(bed) * 2));
            bed.awaitDrained();
            first.kill();
            first = second;
        }
        bed.finish();
    }

    /** ClickHouse ends with half of an insert in its hands. */
    static void clickHouseInInsert(TestBed bed) {
        var _ = bed.startSink();
        for (var round = 0; round < Rounds.few(bed); round++) {
            var trap = Gate.held();
            bed.inserts()
                    .arm(
                            insert -> true,
                            bed.random().nextInt(SKIP_MAX),
                            new Fault(Stage.HALF_SENT, FaultAction.CLOSE, trap));
            bed.load().send(Rounds.part(bed, Rounds.few(bed)));
            Rounds.awaitSprung(trap);
            bed.clickHouseServer().kill();
            trap.release();
            bed.struck();
            bed.clickHouseServer().restart();
        }
        bed.finish();
    }

    /** ClickHouse ends when a table has the rows and the rollup behind it has not. */
    static void clickHouseBetweenViews(TestBed bed) {
        var _ = bed.startSink();
        for (var view : View.values()) {
            bed.load().send(Rounds.part(bed, View.values().length));
            bed.awaitDrained();
            bed.tables().slow(view, true);
            bed.load().send(SLOW_ROWS);
            Wait.until(
                    "rows are before view " + view + " and not behind it",
                    () -> bed.tables().between(view));
            bed.clickHouseServer().kill();
            bed.clickHouse().shut(true);
            bed.struck();
            bed.clickHouseServer().restart();
            bed.require(
                    bed.tables().between(view), "after the restart no table had rows that view " + view + " had not");
            bed.clickHouse().shut(false);
            bed.awaitDrained();
            bed.tables().slow(view, false);
        }
        bed.finish();
    }

    /** The broker ends while rows are sent and read, and comes back. */
    static void broker(TestBed bed) {
        var _ = bed.startSink();
        for (var round = 0; round < Rounds.few(bed); round++) {
            bed.load().send(Rounds.part(bed, Rounds.few(bed) * 2));
            var sending = bed.load().sendMeanwhile(Rounds.part(bed, Rounds.few(bed) * 2));
            bed.broker().kill();
            bed.struck();
            bed.broker().restart();
            sending.join();
        }
        bed.finish();
    }
}
