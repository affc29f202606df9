package io.watchllm.chaos.scenario;

import io.watchllm.chaos.proxy.Fault;
import io.watchllm.chaos.proxy.Fault.FaultAction;
import io.watchllm.chaos.proxy.Fault.Stage;
import io.watchllm.chaos.stage.Replicas;
import io.watchllm.chaos.stage.ServiceProcess;
import io.watchllm.chaos.stage.TestBed;
import io.watchllm.chaos.stage.Wait;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Logs end before what a sink has read, and are written on from there. */
final class CutLogs {
    private static final int PARTS = 8;

    private CutLogs() {}

    /**
     * A broker leads that lacks what was read: under a sink that runs; while it is stopped, with a log that still ends
     * before the commit when it starts; and while it is stopped with ranges open that have landed.
     */
    static void uncleanElection(TestBed bed) {
        // Kafka's own topics are to be on the first broker, which stays: they come with the first member of a group.
        var before = bed.startSink();
        Wait.until("the sink is ready", before::ready);
        before.terminate();
        var replicas = bed.replicas();
        var sink = bed.startSink();
        sendAndDrain(bed);
        var ends = readFromOne(bed, replicas);
        loseWhatWasRead(bed, replicas, ends);
        bed.load().send(2 * Rounds.part(bed, PARTS));
        sink = rewound(bed, sink, ends);
        replicas.restartFollower();
        ends = readFromOne(bed, replicas);
        sink.terminate();
        loseWhatWasRead(bed, replicas, ends);
        bed.load().send(Rounds.part(bed, PARTS) / 2);
        sink = rewound(bed, bed.startSink(), ends);
        replicas.restartFollower();
        ends = openRanges(bed, replicas, sink);
        loseWhatWasRead(bed, replicas, ends);
        bed.load().send(Rounds.part(bed, PARTS));
        var _ = rewound(bed, bed.startSink(), ends);
        bed.finish();
    }

    private static void sendAndDrain(TestBed bed) {
        bed.load().send(Rounds.part(bed, PARTS));
        bed.awaitDrained();
    }

    /** Brings rows in that one broker alone has; returns where the other's logs end. */
    private static Map<TopicPartition, Long> readFromOne(TestBed bed, Replicas replicas) {
        replicas.killFollower();
        var ends = bed.group().ends();
        sendAndDrain(bed);
        return ends;
    }

    /** A row of each partition lands that one broker alone has, and the sink ends before it can commit that. */
    private static Map<TopicPartition, Long> openRanges(TestBed bed, Replicas replicas, ServiceProcess sink) {
        replicas.killFollower();
        var ends = bed.group().ends();
        var sent = bed.ledger().size();
        bed.inserts().standing(insert -> Fault.at(Stage.ANSWERED, FaultAction.CLOSE));
        bed.load().send(TestBed.PARTITIONS);
        Wait.until(
                "a range of each partition has landed",
                () -> bed.tables()
                        .run("SELECT count() FROM %s WHERE id >= " + sent)
                        .equals(Integer.toString(TestBed.PARTITIONS)));
        sink.kill();
        bed.inserts().standing(insert -> Fault.PASS);
        Wait.until("no insert is under way", bed.clickHouse()::quiet);
        return ends;
    }

    /** The other broker leads, whose logs end where they did before. */
    private static void loseWhatWasRead(TestBed bed, Replicas replicas, Map<TopicPartition, Long> ends) {
        bed.group()
                .ends()
                .forEach((partition, end) ->
                        bed.ledger().others(partition.partition(), ends.getOrDefault(partition, 0L) - end));
        replicas.electUnclean();
        bed.struck();
        bed.load().reconnect();
    }

    /** The sink names the cut of each partition; an operator moves the group there, and a sink goes on. */
    private static ServiceProcess rewound(TestBed bed, ServiceProcess sink, Map<TopicPartition, Long> ends) {
        ends.forEach((partition, end) -> Wait.until(
                "the sink names the cut of " + partition,
                () -> sink.says("/health/ready")
                        .contains("--partition " + partition.partition() + " --to-offset " + end)));
        bed.require(!sink.ready(), "the sink said that it is ready while logs were cut");
        sink.terminate();
        ends.forEach((partition, end) -> bed.operator().rewind(partition.partition(), end));
        var next = bed.startSink();
        bed.awaitDrained();
        Wait.until("the sink is ready", next::ready);
        return next;
    }
}
