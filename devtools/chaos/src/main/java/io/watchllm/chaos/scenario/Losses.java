package io.watchllm.chaos.scenario;

import io.watchllm.chaos.proxy.Fault;
import io.watchllm.chaos.proxy.Fault.FaultAction;
import io.watchllm.chaos.proxy.Fault.Stage;
import io.watchllm.chaos.stage.ServiceProcess;
import io.watchllm.chaos.stage.TestBed;
import io.watchllm.chaos.stage.Wait;
import java.util.Map;
import java.util.Set;

/** Records or offsets leave Kafka while no sink runs, or are there and can't be read. */
final class Losses {
    /** The partition that nothing happens to. */
    private static final int SPARED = TestBed.PARTITIONS - 1;

    private Losses() {}

    /** Retention takes records that no sink has read; first with nothing open, then with a range open before them. */
    static void recordsDeleted(TestBed arena) {
        var sink = arena.startSink();
        arena.load().send(Rounds.part(arena, 4));
        arena.awaitDrained();
        sink.terminate();
        arena.load().send(Rounds.part(arena, 4));
        sink = acceptedAfterDeletion(arena);
        var sent = arena.ledger().size();
        // Ranges that have landed, and that no commit says have.
        arena.inserts().standing(insert -> Fault.at(Stage.ANSWERED, FaultAction.CLOSE));
        arena.load().send(Rounds.part(arena, 4));
        Wait.until(
                "a range of each partition has landed",
                () -> arena.tables()
                        .run("SELECT uniqExact(source_partition) FROM %s WHERE id >= " + sent)
                        .equals(Integer.toString(TestBed.PARTITIONS)));
        sink.kill();
        arena.inserts().standing(insert -> Fault.PASS);
        Wait.until("no insert is under way", arena.clickHouse()::quiet);
        var _ = acceptedAfterDeletion(arena);
        arena.finish();
    }

    /** Deletes half of what is not committed, lets a sink say so, and gives it up; the sink runs on. */
    private static ServiceProcess acceptedAfterDeletion(TestBed arena) {
        var ends = arena.group().ends();
        ends.forEach((partition, end) -> {
            if (partition.partition() != SPARED) {
                var committed = arena.group().committed(partition.partition());
                arena.group().deleteRecords(partition.partition(), committed + (end - committed) / 2);
            }
        });
        arena.struck();
        var sink = arena.startSink();
        Wait.until(
                "the sink says what is gone", () -> sink.says("/health/ready").contains("accept-loss"));
        arena.require(!sink.ready(), "the sink said that it is ready while records were gone");
        for (var partition = 0; partition < SPARED; partition++) {
            var plan = arena.operator().acceptLoss(partition);
            arena.require(plan.why().contains("accept-loss"), "no way out was named: " + plan.why());
        }
        arena.awaitDrained();
        Wait.until("the sink is ready", sink::ready);
        return sink;
    }

    /** The group is deleted: a sink must not fill the table again. */
    static void groupDeleted(TestBed arena) {
        forgotten(arena, () -> arena.group().delete());
    }

    /** The broker has forgotten the offsets of some partitions. */
    static void offsetsExpired(TestBed arena) {
        forgotten(arena, () -> arena.group().forgetOffsets(Set.of(0, 2)));
    }

    private static void forgotten(TestBed arena, Runnable forget) {
        for (var round = 0; round < Rounds.few(arena); round++) {
            var before = arena.startSink();
            arena.load().send(Rounds.part(arena, Rounds.few(arena) * 2));
            arena.awaitDrained();
            before.terminate();
            forget.run();
            arena.struck();
            arena.load().send(Rounds.part(arena, Rounds.few(arena) * 2));
            var sink = arena.startSink();
            Wait.until(
                    "the sink says that offsets are gone",
                    () -> sink.says("/health/ready").contains("--to-tables"));
            arena.require(!sink.ready(), "the sink said that it is ready while offsets were gone");
            sink.terminate();
            arena.operator().rewindToTables();
        }
        var _ = arena.startSink();
        arena.finish();
    }

    /** A producer never ends its transaction: what lies behind it is hidden until somebody ends it. */
    static void stuckTransaction(TestBed arena) {
        var sink = arena.startSink();
        arena.load().send(Rounds.part(arena, 3));
        arena.awaitDrained();
        var landed = arena.tables().run("SELECT count() FROM %s");
        try (var hanging = arena.group().openTransaction()) {
            arena.load().send(Rounds.part(arena, 3));
            var sent = Rounds.part(arena, 3) + TestBed.PARTITIONS;
            Wait.until(
                    "the sink says how many records are hidden",
                    () -> sink.metric("watchllm_sink_hidden_records") == sent);
            arena.require(
                    arena.tables().run("SELECT count() FROM %s").equals(landed),
                    "rows came that an open transaction hides");
            arena.struck();
            hanging.abort();
            Wait.until("nothing is hidden", () -> sink.metric("watchllm_sink_hidden_records") == 0);
        }
        for (var end : Map.copyOf(arena.group().ends()).entrySet()) {
            var partition = end.getKey().partition();
            arena.ledger().others(partition, end.getValue() - arena.ledger().records(partition));
        }
        arena.finish();
    }
}
