package io.watchllm.chaos.scenario;

import io.watchllm.chaos.proxy.ClickHouseProxy.Credentials;
import io.watchllm.chaos.stage.Engines;
import io.watchllm.chaos.stage.ServiceProcess;
import io.watchllm.chaos.stage.TestBed;
import io.watchllm.chaos.stage.Wait;
import java.time.Duration;

/** ClickHouse is there and refuses, or is not there for a while; readiness must say so, and then that it is over. */
final class Outages {
    private static final int TOO_MANY_PARTS = 252;
    private static final int NOT_ENOUGH_SPACE = 243;

    private Outages() {}

    /** Merges stand still until the table takes no more parts. */
    static void tooManyParts(TestBed arena) {
        refusing(
                arena,
                TOO_MANY_PARTS,
                () -> {
                    arena.tables().run("SYSTEM STOP MERGES %s");
                    arena.tables()
                            .run("ALTER TABLE %s MODIFY SETTING parts_to_delay_insert = 3, parts_to_throw_insert = 3");
                },
                () -> {
                    arena.tables().run("SYSTEM START MERGES %s");
                    arena.tables().run("ALTER TABLE %s RESET SETTING parts_to_delay_insert, parts_to_throw_insert");
                });
    }

    /** The server has no room for the table for a while: it is told to keep more of the disk free than there is. */
    static void fullDisk(TestBed arena) {
        refusing(
                arena,
                NOT_ENOUGH_SPACE,
                () -> arena.tables()
                        .run("ALTER TABLE %s MODIFY SETTING min_free_disk_bytes_to_perform_insert = " + Long.MAX_VALUE),
                () -> arena.tables().run("ALTER TABLE %s RESET SETTING min_free_disk_bytes_to_perform_insert"));
    }

    /** The password is another one than ClickHouse's for a while. */
    static void wrongPassword(TestBed arena) {
        as(arena, Engines.USER, "another");
    }

    /** The user has no right to insert for a while. */
    static void droppedGrant(TestBed arena) {
        as(arena, Engines.READER, Engines.PASSWORD);
    }

    private static void as(TestBed arena, String user, String password) {
        var sink = arena.startSink();
        arena.load().send(Rounds.part(arena, 3));
        refusing(
                arena,
                sink,
                () -> arena.clickHouse().as(new Credentials(user, password)),
                () -> arena.clickHouse().as(null));
    }

    /** The table is not there for a while. */
    static void missingTable(TestBed arena) {
        var sink = arena.startSink();
        arena.load().send(Rounds.part(arena, 3));
        arena.awaitDrained();
        refusing(
                arena,
                sink,
                () -> arena.tables().run("DETACH TABLE %s SYNC"),
                () -> arena.tables().run("ATTACH TABLE %s"));
    }

    /** A column has another name for a while. */
    static void missingColumn(TestBed arena) {
        var sink = arena.startSink();
        arena.load().send(Rounds.part(arena, 3));
        refusing(
                arena,
                sink,
                () -> arena.tables().run("ALTER TABLE %s RENAME COLUMN note TO note_put_away"),
                () -> arena.tables().run("ALTER TABLE %s RENAME COLUMN note_put_away TO note"));
    }

    /** ClickHouse is away for as long as the plan says, while rows flow. */
    static void away(TestBed arena) {
        var sink = arena.startSink();
        arena.load().send(Rounds.part(arena, 3));
        arena.awaitDrained();
        var residentBefore = sink.residentMb();
        arena.clickHouseServer().kill();
        var end = System.nanoTime() + arena.plan().away().toNanos();
        arena.load().send(Rounds.part(arena, 3));
        awaitReady(sink, false);
        var residentMost = residentBefore;
        while (System.nanoTime() < end) {
            Wait.pass(Duration.ofMillis(500));
            residentMost = Math.max(residentMost, sink.residentMb());
        }
        arena.require(!sink.ready(), "the sink said that it is ready while ClickHouse was away");
        arena.struck();
        arena.clickHouseServer().restart();
        arena.awaitDrained();
        awaitReady(sink, true);
        residentMost = Math.max(residentMost, sink.residentMb());
        arena.note("away " + arena.plan().away().toSeconds() + " s; resident " + residentBefore + " MB before, "
                + residentMost + " MB at most");
        arena.finish();
    }

    /** The server refuses with this code while it is broken. */
    private static void refusing(TestBed arena, int code, Runnable breaking, Runnable mending) {
        var sink = arena.startSink();
        arena.load().send(Rounds.part(arena, 3));
        arena.awaitDrained();
        refusing(arena, sink, breaking, mending);
        arena.require(arena.clickHouse().answered(code) > 0, "no insert was refused with code " + code);
    }

    private static void refusing(TestBed arena, ServiceProcess sink, Runnable breaking, Runnable mending) {
        breaking.run();
        arena.load().send(Rounds.part(arena, 3));
        awaitReady(sink, false);
        arena.struck();
        mending.run();
        arena.awaitDrained();
        awaitReady(sink, true);
        arena.finish();
    }

    private static void awaitReady(ServiceProcess sink, boolean ready) {
        Wait.until(ready ? "the sink is ready" : "the sink is not ready", () -> sink.ready() == ready);
    }
}
