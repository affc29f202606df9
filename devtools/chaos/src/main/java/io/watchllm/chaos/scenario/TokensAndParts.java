package io.watchllm.chaos.scenario;

import io.watchllm.chaos.proxy.Fault;
import io.watchllm.chaos.proxy.Fault.FaultAction;
import io.watchllm.chaos.proxy.Fault.Stage;
import io.watchllm.chaos.proxy.Gate;
import io.watchllm.chaos.stage.ServiceProcess;
import io.watchllm.chaos.stage.TableFiles;
import io.watchllm.chaos.stage.TestBed;
import io.watchllm.chaos.stage.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** A token and the part that it stands for come apart in ClickHouse, or a block lands in part. */
final class TokensAndParts {
    /** Few, so that they are one block of each partition. */
    private static final int OPEN_ROWS = 40;

    private static final int KILL_WITHIN_MS = 25;
    private static final int MONTHS_TURN = 3 * TestBed.PARTITIONS;
    /** The last error of one partition; the detail of the table has the texts once more. */
    private static final Pattern REPEATED = Pattern.compile(
            "\"message\" : \"[^\"]*offsets \\d+ to (\\d+) [^:]*: of (\\d+) rows the table holds (\\d+), with (\\d+) different");

    private TokensAndParts() {}

    /** The tokens of open ranges are known, and their parts are lost. */
    static void tokenWithoutPart(TestBed arena) {
        var parts = landOpenRanges(arena, arena.startSink());
        arena.clickHouseServer().kill();
        TableFiles.delete(parts);
        arena.clickHouseServer().restart();
        arena.struck();
        var _ = arena.startSink();
        arena.finish();
    }

    /** The server starts again while ranges are open that have landed. */
    static void restarted(TestBed arena) {
        for (var round = 0; round < Rounds.few(arena); round++) {
            var _ = landOpenRanges(arena, arena.startSink());
            arena.clickHouseServer().kill();
            arena.clickHouseServer().restart();
            arena.struck();
        }
        var _ = arena.startSink();
        arena.finish();
    }

    /**
     * The parts of open ranges are there, and their tokens are forgotten. Views behind the table may need the repeat,
     * so it is made; it can't be undone, so the sink stops and names what is there twice.
     */
    static void partWithoutToken(TestBed arena) {
        var _ = landOpenRanges(arena, arena.startSink());
        var tokens = arena.files().tokens();
        arena.clickHouseServer().kill();
        TableFiles.delete(tokens);
        arena.clickHouseServer().restart();
        arena.struck();
        var sink = arena.startSink();
        Wait.until(
                "the sink says what is there twice",
                () -> REPEATED.matcher(sink.says("/status")).results().count() == TestBed.PARTITIONS);
        arena.require(!sink.ready(), "the sink said that it is ready while rows were there twice");
        var said = sink.says("/status");
        sink.terminate();
        arena.group().openRanges().forEach((partition, range) -> {
            var what = "offsets " + range.from() + " to " + range.to() + " ";
            arena.require(said.contains(what), "partition " + partition + ": the sink did not name " + what);
            arena.operator().rewind(partition, range.to() + 1);
        });
        arena.saidTwice(REPEATED.matcher(said)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(3)) - Long.parseLong(found.group(4)))
                .sum());
        var _ = arena.startSink();
        arena.finish();
    }

    /** Lands one range of each partition, and ends the sink before it has an answer; gives the parts. */
    private static Set<Path> landOpenRanges(TestBed arena, ServiceProcess sink) {
        arena.load().send(Rounds.part(arena, 3));
        arena.awaitDrained();
        arena.tables().run("SYSTEM STOP MERGES");
        var before = arena.files().parts();
        var rows = arena.tables().run("SELECT count() FROM %s");
        arena.inserts().standing(insert -> Fault.at(Stage.ANSWERED, FaultAction.CLOSE));
        arena.load().send(OPEN_ROWS);
        Wait.until(
                "a range of each partition has landed",
                () -> arena.tables()
                        .run("SELECT uniqExact(source_partition) FROM %s WHERE id >= " + rows)
                        .equals(Integer.toString(TestBed.PARTITIONS)));
        sink.kill();
        Wait.until("no insert is under way", arena.clickHouse()::quiet);
        arena.inserts().standing(insert -> Fault.PASS);
        var parts = new HashSet<>(arena.files().parts());
        parts.removeAll(before);
        return parts;
    }

    /** ClickHouse ends at any moment of an insert that it has whole: between token and part, if it can be hit. */
    static void killedAtRandom(TestBed arena) {
        var _ = arena.startSink();
        for (var round = 0; round < Rounds.many(arena); round++) {
            var trap = Gate.held();
            arena.inserts()
                    .arm(
                            insert -> true,
                            arena.random().nextInt(3),
                            new Fault(Stage.ARRIVED, FaultAction.PROCEED, trap));
            arena.load().send(Rounds.part(arena, Rounds.many(arena)));
            Rounds.awaitSprung(trap);
            trap.release();
            Wait.pass(Duration.ofMillis(arena.random().nextInt(KILL_WITHIN_MS)));
            arena.clickHouseServer().kill();
            arena.struck();
            arena.clickHouseServer().restart();
        }
        arena.finish();
    }

    /** Blocks have rows of three months. ClickHouse stores each once the next is written: the third fails. */
    static void threeMonths(TestBed arena) {
        arena.tables().byMonths();
        arena.load().threeMonths();
        // Whole turns of the months, so that each block begins with the first of them.
        var part = Math.max(1, Rounds.part(arena, Rounds.few(arena) * 2) / MONTHS_TURN) * MONTHS_TURN;
        for (var round = 0; round < Rounds.few(arena); round++) {
            var first = arena.startSink();
            arena.load().send(part);
            arena.awaitDrained();
            arena.tables()
                    .run("ALTER TABLE %s ADD INDEX fails throwIf(toYYYYMM(at) = 202611, 'fails on purpose')"
                            + " TYPE minmax");
            var rows = arena.tables().run("SELECT count() FROM %s");
            arena.load().send(part);
            Wait.until(
                    "rows of the first month have landed",
                    () -> !arena.tables()
                            .run("SELECT count() FROM %s WHERE id >= " + rows)
                            .equals("0"));
            Wait.until("the sink is not ready", () -> !first.ready());
            first.kill();
            Wait.until("no insert is under way", arena.clickHouse()::quiet);
            var months =
                    arena.tables().run("SELECT arraySort(groupUniqArray(toYYYYMM(at))) FROM %s WHERE id >= " + rows);
            arena.require(months.equals("[202609]"), "of the blocks that failed these months are there: " + months);
            arena.struck();
            arena.tables().run("ALTER TABLE %s DROP INDEX fails");
            var second = arena.startSink();
            arena.awaitDrained();
            second.terminate();
        }
        var _ = arena.startSink();
        arena.finish();
    }
}
