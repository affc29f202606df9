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
    static void uncleanElection(TestBed arena) {
        // Kafka's own topics are to be on the first broker, which stays: they come with the first member of a group.
        var before = arena.startSink();
        Wait.until("the sink is ready", before::ready);
        before.terminate();
        var replicas = arena.replicas();
        var sink = arena.startSink();
        sendAndDrain(arena);
        var ends = readFromOne(arena, replicas);
        loseWhatWasRead(arena, replicas, ends);
        arena.load().send(2 * Rounds.part(arena, PARTS));
        sink = rewound(arena, sink, ends);
        replicas.restartFollower();
        ends = readFromOne(arena, replicas);
        sink.terminate();
        loseWhatWasRead(arena, replicas, ends);
        arena.load().send(Rounds.part(arena, PARTS) / 2);
        sink = rewound(arena, arena.startSink(), ends);
        replicas.restartFollower();
        ends = openRanges(arena, replicas, sink);
        loseWhatWasRead(arena, replicas, ends);
        arena.load().send(Rounds.part(arena, PARTS));
        var _ = rewound(arena, arena.startSink(), ends);
        arena.finish();
    }

    private static void sendAndDrain(TestBed arena) {
        arena.load().send(Rounds.part(arena, PARTS));
        arena.awaitDrained();
    }

    /** Brings rows in that one broker alone has; returns where the other's logs end. */
    private static Map<TopicPartition, Long> readFromOne(TestBed arena, Replicas replicas) {
        replicas.killFollower();
        var ends = arena.group().ends();
        sendAndDrain(arena);
        return ends;
    }

    /** A row of each partition lands that one broker alone has, and the sink ends before it can commit that. */
    private static Map<TopicPartition, Long> openRanges(TestBed arena, Replicas replicas, ServiceProcess sink) {
        replicas.killFollower();
        var ends = arena.group().ends();
        var sent = arena.ledger().size();
        arena.inserts().standing(insert -> Fault.at(Stage.ANSWERED, FaultAction.CLOSE));
        arena.load().send(TestBed.PARTITIONS);
        Wait.until(
                "a range of each partition has landed",
                () -> arena.tables()
                        .run("SELECT count() FROM %s WHERE id >= " + sent)
                        .equals(Integer.toString(TestBed.PARTITIONS)));
        sink.kill();
        arena.inserts().standing(insert -> Fault.PASS);
        Wait.until("no insert is under way", arena.clickHouse()::quiet);
        return ends;
    }

    /** The other broker leads, whose logs end where they did before. */
    private static void loseWhatWasRead(TestBed arena, Replicas replicas, Map<TopicPartition, Long> ends) {
        arena.group()
                .ends()
                .forEach((partition, end) ->
                        arena.ledger().others(partition.partition(), ends.getOrDefault(partition, 0L) - end));
        replicas.electUnclean();
        arena.struck();
        arena.load().reconnect();
    }

    /** The sink names the cut of each partition; an operator moves the group there, and a sink goes on. */
    private static ServiceProcess rewound(TestBed arena, ServiceProcess sink, Map<TopicPartition, Long> ends) {
        ends.forEach((partition, end) -> Wait.until(
                "the sink names the cut of " + partition,
                () -> sink.says("/health/ready")
                        .contains("--partition " + partition.partition() + " --to-offset " + end)));
        arena.require(!sink.ready(), "the sink said that it is ready while logs were cut");
        sink.terminate();
        ends.forEach((partition, end) -> arena.operator().rewind(partition.partition(), end));
        var next = arena.startSink();
        arena.awaitDrained();
        Wait.until("the sink is ready", next::ready);
        return next;
    }
}
