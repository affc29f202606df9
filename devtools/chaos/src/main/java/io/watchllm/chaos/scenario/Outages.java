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
    static void tooManyParts(TestBed bed) {
        refusing(
                bed,
                TOO_MANY_PARTS,
                () -> {
                    bed.tables().run("SYSTEM STOP MERGES %s");
                    bed.tables()
                            .run("ALTER TABLE %s MODIFY SETTING parts_to_delay_insert = 3, parts_to_throw_insert = 3");
                },
                () -> {
                    bed.tables().run("SYSTEM START MERGES %s");
                    bed.tables().run("ALTER TABLE %s RESET SETTING parts_to_delay_insert, parts_to_throw_insert");
                });
    }

    /** The server has no room for the table for a while: it is told to keep more of the disk free than there is. */
    static void fullDisk(TestBed bed) {
        refusing(
                bed,
                NOT_ENOUGH_SPACE,
                () -> bed.tables()
                        .run("ALTER TABLE %s MODIFY SETTING min_free_disk_bytes_to_perform_insert = " + Long.MAX_VALUE),
                () -> bed.tables().run("ALTER TABLE %s RESET SETTING min_free_disk_bytes_to_perform_insert"));
    }

    /** The password is another one than ClickHouse's for a while. */
    static void wrongPassword(TestBed bed) {
        as(bed, Engines.USER, "another");
    }

    /** The user has no right to insert for a while. */
    static void droppedGrant(TestBed bed) {
        as(bed, Engines.READER, Engines.PASSWORD);
    }

    private static void as(TestBed bed, String user, String password) {
        var sink = bed.startSink();
        bed.load().send(Rounds.part(bed, 3));
        refusing(
                bed,
                sink,
                () -> bed.clickHouse().as(new Credentials(user, password)),
                () -> bed.clickHouse().as(null));
    }

    /** The table is not there for a while. */
    static void missingTable(TestBed bed) {
        var sink = bed.startSink();
        bed.load().send(Rounds.part(bed, 3));
        bed.awaitDrained();
        refusing(
                bed,
                sink,
                () -> bed.tables().run("DETACH TABLE %s SYNC"),
                () -> bed.tables().run("ATTACH TABLE %s"));
    }

    /** A column has another name for a while. */
    static void missingColumn(TestBed bed) {
        var sink = bed.startSink();
        bed.load().send(Rounds.part(bed, 3));
        refusing(
                bed,
                sink,
                () -> bed.tables().run("ALTER TABLE %s RENAME COLUMN note TO note_put_away"),
                () -> bed.tables().run("ALTER TABLE %s RENAME COLUMN note_put_away TO note"));
    }

    /** ClickHouse is away for as long as the plan says, while rows flow. */
    static void away(TestBed bed) {
        var sink = bed.startSink();
        bed.load().send(Rounds.part(bed, 3));
        bed.awaitDrained();
        var residentBefore = sink.residentMb();
        bed.clickHouseServer().kill();
        var end = System.nanoTime() + bed.plan().away().toNanos();
        bed.load().send(Rounds.part(bed, 3));
        awaitReady(sink, false);
        var residentMost = residentBefore;
        while (System.nanoTime() < end) {
            Wait.pass(Duration.ofMillis(500));
            residentMost = Math.max(residentMost, sink.residentMb());
        }
        bed.require(!sink.ready(), "the sink said that it is ready while ClickHouse was away");
        bed.struck();
        bed.clickHouseServer().restart();
        bed.awaitDrained();
        awaitReady(sink, true);
        residentMost = Math.max(residentMost, sink.residentMb());
        bed.note("away " + bed.plan().away().toSeconds() + " s; resident " + residentBefore + " MB before, "
                + residentMost + " MB at most");
        bed.finish();
    }

    /** The server refuses with this code while it is broken. */
    private static void refusing(TestBed bed, int code, Runnable breaking, Runnable mending) {
        var sink = bed.startSink();
        bed.load().send(Rounds.part(bed, 3));
        bed.awaitDrained();
        refusing(bed, sink, breaking, mending);
        bed.require(bed.clickHouse().answered(code) > 0, "no insert was refused with code " + code);
    }

    private static void refusing(TestBed bed, ServiceProcess sink, Runnable breaking, Runnable mending) {
        breaking.run();
        bed.load().send(Rounds.part(bed, 3));
        awaitReady(sink, false);
        bed.struck();
        mending.run();
        bed.awaitDrained();
        awaitReady(sink, true);
        bed.finish();
    }

    private static void awaitReady(ServiceProcess sink, boolean ready) {
        Wait.until(ready ? "the sink is ready" : "the sink is not ready", () -> sink.ready() == ready);
    }
}
