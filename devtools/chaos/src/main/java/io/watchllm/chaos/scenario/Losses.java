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
    static void recordsDeleted(TestBed bed) {
        var sink = bed.startSink();
        bed.load().send(Rounds.part(bed, 4));
        bed.awaitDrained();
        sink.terminate();
        bed.load().send(Rounds.part(bed, 4));
        sink = acceptedAfterDeletion(bed);
        var sent = bed.ledger().size();
        // Ranges that have landed, and that no commit says have.
        bed.inserts().standing(insert -> Fault.at(Stage.ANSWERED, FaultAction.CLOSE));
        bed.load().send(Rounds.part(bed, 4));
        Wait.until(
                "a range of each partition has landed",
                () -> bed.tables()
                        .run("SELECT uniqExact(source_partition) FROM %s WHERE id >= " + sent)
                        .equals(Integer.toString(TestBed.PARTITIONS)));
        sink.kill();
        bed.inserts().standing(insert -> Fault.PASS);
        Wait.until("no insert is under way", bed.clickHouse()::quiet);
        var _ = acceptedAfterDeletion(bed);
        bed.finish();
    }

    /** Deletes half of what is not committed, lets a sink say so, and gives it up; the sink runs on. */
    private static ServiceProcess acceptedAfterDeletion(TestBed bed) {
        var ends = bed.group().ends();
        ends.forEach((partition, end) -> {
            if (partition.partition() != SPARED) {
                var committed = bed.group().committed(partition.partition());
                bed.group().deleteRecords(partition.partition(), committed + (end - committed) / 2);
            }
        });
        bed.struck();
        var sink = bed.startSink();
        Wait.until(
                "the sink says what is gone", () -> sink.says("/health/ready").contains("accept-loss"));
        bed.require(!sink.ready(), "the sink said that it is ready while records were gone");
        for (var partition = 0; partition < SPARED; partition++) {
            var plan = bed.operator().acceptLoss(partition);
            bed.require(plan.why().contains("accept-loss"), "no way out was named: " + plan.why());
        }
        bed.awaitDrained();
        Wait.until("the sink is ready", sink::ready);
        return sink;
    }

    /** The group is deleted: a sink must not fill the table again. */
    static void groupDeleted(TestBed bed) {
        forgotten(bed, () -> bed.group().delete());
    }

    /** The broker has forgotten the offsets of some partitions. */
    static void offsetsExpired(TestBed bed) {
        forgotten(bed, () -> bed.group().forgetOffsets(Set.of(0, 2)));
    }

    private static void forgotten(TestBed bed, Runnable forget) {
        for (var round = 0; round < Rounds.few(bed); round++) {
            var before = bed.startSink();
            bed.load().send(Rounds.part(bed, Rounds.few(bed) * 2));
            bed.awaitDrained();
            before.terminate();
            forget.run();
            bed.struck();
            bed.load().send(Rounds.part(bed, Rounds.few(bed) * 2));
            var sink = bed.startSink();
            Wait.until(
                    "the sink says that offsets are gone",
                    () -> sink.says("/health/ready").contains("--to-tables"));
            bed.require(!sink.ready(), "the sink said that it is ready while offsets were gone");
            sink.terminate();
            bed.operator().rewindToTables();
        }
        var _ = bed.startSink();
        bed.finish();
    }

    /** A producer never ends its transaction: what lies behind it is hidden until somebody ends it. */
    static void stuckTransaction(TestBed bed) {
        var sink = bed.startSink();
        bed.load().send(Rounds.part(bed, 3));
        bed.awaitDrained();
        var landed = bed.tables().run("SELECT count() FROM %s");
        try (var hanging = bed.group().openTransaction()) {
            bed.load().send(Rounds.part(bed, 3));
            var sent = Rounds.part(bed, 3) + TestBed.PARTITIONS;
            Wait.until(
                    "the sink says how many records are hidden",
                    () -> sink.metric("watchllm_sink_hidden_records") == sent);
            bed.require(
                    bed.tables().run("SELECT count() FROM %s").equals(landed),
                    "rows came that an open transaction hides");
            bed.struck();
            hanging.abort();
            Wait.until("nothing is hidden", () -> sink.metric("watchllm_sink_hidden_records") == 0);
        }
        for (var end : Map.copyOf(bed.group().ends()).entrySet()) {
            var partition = end.getKey().partition();
            bed.ledger().others(partition, end.getValue() - bed.ledger().records(partition));
        }
        bed.finish();
    }
}
