package io.watchllm.chaos.scenario;

import io.watchllm.chaos.pipeline.ProcessorTestBed;
import io.watchllm.chaos.proxy.Fault;
import io.watchllm.chaos.proxy.Fault.FaultAction;
import io.watchllm.chaos.proxy.Fault.Stage;
import io.watchllm.chaos.proxy.Gate;
import io.watchllm.chaos.proxy.KafkaProxy.Request;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TransactionListing;

/** The broker, or the way to it, fails the processors. */
final class BrokerFaults {
    /** What a processor sends to end a transaction. */
    static final Set<Integer> ENDS = Set.of(Request.END_TXN, Request.TXN_OFFSET_COMMIT);

    private static final int LATE_COMMITS = 10;
    private static final Duration BEYOND = Duration.ofMillis(200);
    private static final Duration MOVED = Duration.ofSeconds(1);

    private BrokerFaults() {}

    /** The broker stands still, and goes on. */
    static void frozen(ProcessorTestBed bed) {
        bed.tempo().requestProperties().forEach(bed::property);
        ready(bed);
        var sending = bed.feed().sendMeanwhile(half(bed), bed.tempo().frozen().multipliedBy(2));
        bed.pass(BEYOND.multipliedBy(5));
        bed.lane().frozen(() -> bed.pass(bed.tempo().frozen()));
        bed.struck();
        bed.join(sending);
    }

    /** The broker ends, and comes back. */
    static void killed(ProcessorTestBed bed) {
        ready(bed);
        for (var round = 0; round < bed.tempo().rounds(3, 1); round++) {
            var sending = bed.feed().sendMeanwhile(part(bed), Duration.ofSeconds(4));
            bed.pass(Duration.ofSeconds(1));
            bed.lane().restart();
            bed.struck();
            bed.join(sending);
            var _ = bed.awaitReady();
        }
    }

    /** Commits are kept from the broker until they have timed out, and arrive then. */
    static void lateCommits(ProcessorTestBed bed) {
        var maxBlock = bed.tempo().maxBlock();
        bed.property("max.block.ms", Long.toString(maxBlock.toMillis()));
        ready(bed);
        var pause = maxBlock.plus(BEYOND);
        for (var round = 0; round < bed.tempo().rounds(LATE_COMMITS, 2); round++) {
            var sending =
                    bed.feed().sendMeanwhile(bed.feed().left() / (LATE_COMMITS + 2 - round), pause.multipliedBy(2));
            hold(bed, ENDS, pause);
            bed.join(sending);
        }
    }

    /** Records are kept from the broker until the producer has given them up, and arrive then. */
    static void lateRecords(ProcessorTestBed bed) {
        bed.tempo().requestProperties().forEach(bed::property);
        ready(bed);
        var pause = bed.tempo().delivery().plusSeconds(1);
        var sending = bed.feed().sendMeanwhile(half(bed), pause.plusSeconds(4));
        bed.pass(Duration.ofSeconds(1));
        hold(bed, Set.of(Request.PRODUCE), pause);
        bed.join(sending);
    }

    private static void hold(ProcessorTestBed bed, Set<Integer> apis, Duration time) {
        var trap = Gate.held();
        bed.requests()
                .standing(request -> apis.contains(request.api())
                        ? new Fault(Stage.ARRIVED, FaultAction.PROCEED, trap)
                        : Fault.PASS);
        bed.awaitSprung(trap);
        bed.pass(time);
        bed.requests().standing(request -> Fault.PASS);
        trap.release();
        bed.struck();
    }

    /** Whoever is asked to end a transaction says that another one is the coordinator, for a while. */
    static void movedCoordinator(ProcessorTestBed bed) {
        ready(bed);
        for (var round = 0; round < bed.tempo().rounds(5, 1); round++) {
            var sending = bed.feed().sendMeanwhile(part(bed), MOVED.multipliedBy(3));
            bed.pass(MOVED);
            // Nothing waits in it: it tells that a request came.
            var asked = Gate.pause(Duration.ZERO);
            bed.requests()
                    .standing(request -> ENDS.contains(request.api())
                            ? new Fault(Stage.ARRIVED, FaultAction.REFUSE, asked)
                            : Fault.PASS);
            bed.awaitSprung(asked);
            bed.pass(MOVED);
            bed.requests().standing(request -> Fault.PASS);
            bed.struck();
            bed.join(sending);
        }
    }

    /** Another producer begins with the transactional ids of the processors. */
    static void fenced(ProcessorTestBed bed) {
        ready(bed);
        for (var round = 0; round < bed.tempo().rounds(5, 1); round++) {
            var sending = bed.feed().sendMeanwhile(part(bed), Duration.ofSeconds(3));
            bed.pass(Duration.ofSeconds(1));
            bed.require(fence(bed), "no transaction of the processors was there to take over");
            bed.struck();
            bed.join(sending);
        }
    }

    private static boolean fence(ProcessorTestBed bed) {
        var ids = bed.lane().transactions().stream()
                .map(TransactionListing::transactionalId)
                .filter(id -> id.startsWith(bed.applicationId()))
                .collect(Collectors.toSet());
        bed.lane().fence(ids);
        return !ids.isEmpty();
    }

    /** Starts a processor and waits until it is ready. */
    private static void ready(ProcessorTestBed bed) {
        bed.start();
        var _ = bed.awaitReady();
    }

    /** Half of the events. */
    static int half(ProcessorTestBed bed) {
        return bed.feed().left() / 2;
    }

    /** A part of those that are left; there is one for each round, and one for the end. */
    static int part(ProcessorTestBed bed) {
        return bed.feed().left() / 4;
    }
}
