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
    static void beforeIntent(TestBed arena) {
        var sink = arena.startSink();
        for (var round = 0; round < Rounds.few(arena); round++) {
            var trap = Gate.held();
            arena.commits()
                    .arm(
                            commit -> commit.opensRange(),
                            arena.random().nextInt(SKIP_MAX),
                            new Fault(Stage.ARRIVED, FaultAction.CLOSE, trap));
            arena.load().send(Rounds.part(arena, Rounds.few(arena)));
            sink = killAt(arena, trap, sink);
        }
        arena.finish();
    }

    /** An insert whose range is open is at this point of its way. */
    static void atInsert(TestBed arena, Stage stage) {
        var sink = arena.startSink();
        for (var round = 0; round < Rounds.few(arena); round++) {
            var trap = Gate.held();
            arena.inserts()
                    .arm(insert -> true, arena.random().nextInt(SKIP_MAX), new Fault(stage, FaultAction.CLOSE, trap));
            arena.load().send(Rounds.part(arena, Rounds.few(arena)));
            sink = killAt(arena, trap, sink);
        }
        arena.finish();
    }

    /** The sink has the answer, and its next commit does not arrive. */
    static void beforeCommit(TestBed arena) {
        var sink = arena.startSink();
        for (var round = 0; round < Rounds.few(arena); round++) {
            var answered = Gate.held();
            var committing = Gate.held();
            arena.inserts()
                    .arm(
                            insert -> true,
                            arena.random().nextInt(SKIP_MAX),
                            new Fault(Stage.ANSWERED, FaultAction.PROCEED, answered));
            arena.load().send(Rounds.part(arena, Rounds.few(arena)));
            Rounds.awaitSprung(answered);
            arena.commits().arm(commit -> true, 0, new Fault(Stage.ARRIVED, FaultAction.CLOSE, committing));
            answered.release();
            sink = killAt(arena, committing, sink);
        }
        arena.finish();
    }

    private static ServiceProcess killAt(TestBed arena, Gate trap, ServiceProcess sink) {
        Rounds.awaitSprung(trap);
        sink.kill();
        trap.release();
        arena.struck();
        return arena.startSink();
    }

    /** The sink is stopped with an insert in its hands, another takes over, and the first one goes on. */
    static void zombie(TestBed arena) {
        var first = arena.startSink();
        for (var round = 0; round < Rounds.few(arena); round++) {
            var trap = Gate.held();
            var stage = arena.random().nextBoolean() ? Stage.ARRIVED : Stage.HALF_SENT;
            arena.inserts().arm(insert -> true, arena.random().nextInt(2), new Fault(stage, FaultAction.PROCEED, trap));
            arena.load().send(Rounds.part(arena, Rounds.few(arena) * 2));
            Rounds.awaitSprung(trap);
            first.freeze();
            var second = arena.startSink();
            arena.awaitDrained();
            first.thaw();
            // Its insert of a range that the other one has long brought in arrives now.
            trap.release();
            arena.struck();
            arena.load().send(Rounds.part(arena, Rounds.few(arena) * 2));
            arena.awaitDrained();
            first.kill();
            first = second;
        }
        arena.finish();
    }

    /** ClickHouse ends with half of an insert in its hands. */
    static void clickHouseInInsert(TestBed arena) {
        var _ = arena.startSink();
        for (var round = 0; round < Rounds.few(arena); round++) {
            var trap = Gate.held();
            arena.inserts()
                    .arm(
                            insert -> true,
                            arena.random().nextInt(SKIP_MAX),
                            new Fault(Stage.HALF_SENT, FaultAction.CLOSE, trap));
            arena.load().send(Rounds.part(arena, Rounds.few(arena)));
            Rounds.awaitSprung(trap);
            arena.clickHouseServer().kill();
            trap.release();
            arena.struck();
            arena.clickHouseServer().restart();
        }
        arena.finish();
    }

    /** ClickHouse ends when a table has the rows and the rollup behind it has not. */
    static void clickHouseBetweenViews(TestBed arena) {
        var _ = arena.startSink();
        for (var view : View.values()) {
            arena.load().send(Rounds.part(arena, View.values().length));
            arena.awaitDrained();
            arena.tables().slow(view, true);
            arena.load().send(SLOW_ROWS);
            Wait.until(
                    "rows are before view " + view + " and not behind it",
                    () -> arena.tables().between(view));
            arena.clickHouseServer().kill();
            arena.clickHouse().shut(true);
            arena.struck();
            arena.clickHouseServer().restart();
            arena.require(
                    arena.tables().between(view), "after the restart no table had rows that view " + view + " had not");
            arena.clickHouse().shut(false);
            arena.awaitDrained();
            arena.tables().slow(view, false);
        }
        arena.finish();
    }

    /** The broker ends while rows are sent and read, and comes back. */
    static void broker(TestBed arena) {
        var _ = arena.startSink();
        for (var round = 0; round < Rounds.few(arena); round++) {
            arena.load().send(Rounds.part(arena, Rounds.few(arena) * 2));
            var sending = arena.load().sendMeanwhile(Rounds.part(arena, Rounds.few(arena) * 2));
            arena.broker().kill();
            arena.struck();
            arena.broker().restart();
            sending.join();
        }
        arena.finish();
    }
}
