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
    static void tokenWithoutPart(TestBed bed) {
        var parts = landOpenRanges(bed, bed.startSink());
        bed.clickHouseServer().kill();
        TableFiles.delete(parts);
        bed.clickHouseServer().restart();
        bed.struck();
        var _ = bed.startSink();
        bed.finish();
    }

    /** The server starts again while ranges are open that have landed. */
    static void restarted(TestBed bed) {
        for (var round = 0; round < Rounds.few(bed); round++) {
            var _ = landOpenRanges(bed, bed.startSink());
            bed.clickHouseServer().kill();
            bed.clickHouseServer().restart();
            bed.struck();
        }
        var _ = bed.startSink();
        bed.finish();
    }

    /**
     * The parts of open ranges are there, and their tokens are forgotten. Views behind the table may need the repeat,
     * so it is made; it can't be undone, so the sink stops and names what is there twice.
     */
    static void partWithoutToken(TestBed bed) {
        var _ = landOpenRanges(bed, bed.startSink());
        var tokens = bed.files().tokens();
        bed.clickHouseServer().kill();
        TableFiles.delete(tokens);
        bed.clickHouseServer().restart();
        bed.struck();
        var sink = bed.startSink();
        Wait.until(
                "the sink says what is there twice",
                () -> REPEATED.matcher(sink.says("/status")).results().count() == TestBed.PARTITIONS);
        bed.require(!sink.ready(), "the sink said that it is ready while rows were there twice");
        var said = sink.says("/status");
        sink.terminate();
        bed.group().openRanges().forEach((partition, range) -> {
            var what = "offsets " + range.from() + " to " + range.to() + " ";
            bed.require(said.contains(what), "partition " + partition + ": the sink did not name " + what);
            bed.operator().rewind(partition, range.to() + 1);
        });
        bed.saidTwice(REPEATED.matcher(said)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(3)) - Long.parseLong(found.group(4)))
                .sum());
        var _ = bed.startSink();
        bed.finish();
    }

    /** Lands one range of each partition, and ends the sink before it has an answer; gives the parts. */
    private static Set<Path> landOpenRanges(TestBed bed, ServiceProcess sink) {
        bed.load().send(Rounds.part(bed, 3));
        bed.awaitDrained();
        bed.tables().run("SYSTEM STOP MERGES");
        var before = bed.files().parts();
        var rows = bed.tables().run("SELECT count() FROM %s");
        bed.inserts().standing(insert -> Fault.at(Stage.ANSWERED, FaultAction.CLOSE));
        bed.load().send(OPEN_ROWS);
        Wait.until(
                "a range of each partition has landed",
                () -> bed.tables()
                        .run("SELECT uniqExact(source_partition) FROM %s WHERE id >= " + rows)
                        .equals(Integer.toString(TestBed.PARTITIONS)));
        sink.kill();
        Wait.until("no insert is under way", bed.clickHouse()::quiet);
        bed.inserts().standing(insert -> Fault.PASS);
        var parts = new HashSet<>(bed.files().parts());
        parts.removeAll(before);
        return parts;
    }

    /** ClickHouse ends at any moment of an insert that it has whole: between token and part, if it can be hit. */
    static void killedAtRandom(TestBed bed) {
        var _ = bed.startSink();
        for (var round = 0; round < Rounds.many(bed); round++) {
            var trap = Gate.held();
            bed.inserts()
                    .arm(insert -> true, bed.random().nextInt(3), new Fault(Stage.ARRIVED, FaultAction.PROCEED, trap));
            bed.load().send(Rounds.part(bed, Rounds.many(bed)));
            Rounds.awaitSprung(trap);
            trap.release();
            Wait.pass(Duration.ofMillis(bed.random().nextInt(KILL_WITHIN_MS)));
            bed.clickHouseServer().kill();
            bed.struck();
            bed.clickHouseServer().restart();
        }
        bed.finish();
    }

    /** Blocks have rows of three months. ClickHouse stores each once the next is written: the third fails. */
    static void threeMonths(TestBed bed) {
        bed.tables().byMonths();
        bed.load().threeMonths();
        // Whole turns of the months, so that each block begins with the first of them.
        var part = Math.max(1, Rounds.part(bed, Rounds.few(bed) * 2) / MONTHS_TURN) * MONTHS_TURN;
        for (var round = 0; round < Rounds.few(bed); round++) {
            var first = bed.startSink();
            bed.load().send(part);
            bed.awaitDrained();
            bed.tables()
                    .run("ALTER TABLE %s ADD INDEX fails throwIf(toYYYYMM(at) = 202611, 'fails on purpose')"
                            + " TYPE minmax");
            var rows = bed.tables().run("SELECT count() FROM %s");
            bed.load().send(part);
            Wait.until(
                    "rows of the first month have landed",
                    () -> !bed.tables()
                            .run("SELECT count() FROM %s WHERE id >= " + rows)
                            .equals("0"));
            Wait.until("the sink is not ready", () -> !first.ready());
            first.kill();
            Wait.until("no insert is under way", bed.clickHouse()::quiet);
            var months = bed.tables().run("SELECT arraySort(groupUniqArray(toYYYYMM(at))) FROM %s WHERE id >= " + rows);
            bed.require(months.equals("[202609]"), "of the blocks that failed these months are there: " + months);
            bed.struck();
            bed.tables().run("ALTER TABLE %s DROP INDEX fails");
            var second = bed.startSink();
            bed.awaitDrained();
            second.terminate();
        }
        var _ = bed.startSink();
        bed.finish();
    }
}
