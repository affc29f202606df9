package io.watchllm.chaos.scenario;

import io.watchllm.chaos.child.DropsABatch;
import io.watchllm.chaos.pipeline.ProcessorTestBed;
import io.watchllm.chaos.proxy.Fault;
import io.watchllm.chaos.proxy.Fault.FaultAction;
import io.watchllm.chaos.proxy.Fault.Stage;
import io.watchllm.chaos.proxy.Gate;
import io.watchllm.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;

/** The processors end, stand still, come and go. */
final class ProcessorFaults {
    private static final Duration MOMENT = Duration.ofMillis(300);
    private static final int MOMENT_MILLIS_MAX = 2_000;

    private ProcessorFaults() {}

    /** A processor is killed at any moment, each second time before it is ready, and another one started. */
    static void kills(ProcessorTestBed bed) {
        bed.start();
        for (var round = 0; round < bed.tempo().rounds(8, 2); round++) {
            if (round % 2 == 0) {
                var _ = bed.awaitReady();
            }
            var sending = bed.feed().sendMeanwhile(BrokerFaults.part(bed), Duration.ofSeconds(3));
            bed.pass(Duration.ofMillis(bed.random().nextInt(MOMENT_MILLIS_MAX)));
            bed.kill(bed.running().getFirst());
            bed.start();
            bed.join(sending);
        }
    }

    /** The end of a transaction never arrives, and the processor is gone: its changelogs hold what was aborted. */
    static void abortedChangelog(ProcessorTestBed bed) {
        bed.start();
        for (var round = 0; round < bed.tempo().rounds(4, 1); round++) {
            killFirstAtEnd(bed, Duration.ofSeconds(3));
        }
    }

    /** The one that has the state ready takes over while the other's transaction is open. */
    static void standby(ProcessorTestBed bed) {
        bed.set("WATCHLLM_PROCESSOR_STANDBYS", "1");
        bed.start();
        bed.start();
        for (var round = 0; round < bed.tempo().rounds(4, 1); round++) {
            killFirstAtEnd(bed, Duration.ofSeconds(4));
        }
    }

    /** Kills the oldest when all that a transaction writes is there, but for its end, and starts another one. */
    private static void killFirstAtEnd(ProcessorTestBed bed, Duration over) {
        var processor = bed.awaitReady().getFirst();
        var sending = bed.feed().sendMeanwhile(BrokerFaults.part(bed), over);
        bed.pass(MOMENT);
        var trap = Gate.held();
        bed.requests()
                .standing(request -> BrokerFaults.ENDS.contains(request.api())
                        ? new Fault(Stage.ARRIVED, FaultAction.CLOSE, trap)
                        : Fault.PASS);
        bed.awaitSprung(trap);
        bed.kill(processor);
        bed.requests().standing(request -> Fault.PASS);
        trap.release();
        bed.start();
        bed.join(sending);
    }

    /** The processor stands still until its session and its transaction are over, and goes on. */
    static void frozen(ProcessorTestBed bed) {
        bed.start();
        var still = bed.tempo().transaction().plus(bed.tempo().session()).plusSeconds(1);
        for (var round = 0; round < bed.tempo().rounds(3, 2); round++) {
            var processor = bed.awaitReady().getFirst();
            var sending = bed.feed().sendMeanwhile(BrokerFaults.part(bed), Duration.ofSeconds(2));
            bed.pass(MOMENT);
            processor.freeze();
            // Each second time another one works on meanwhile.
            var alone = round % 2 == 0;
            if (!alone) {
                bed.start();
            }
            bed.pass(still);
            processor.thaw();
            bed.struck();
            bed.join(sending);
            if (!alone) {
                bed.kill(bed.awaitReady().getLast());
            }
        }
    }

    /** Two, then four, then one processor; they are stopped and killed at random. */
    static void instances(ProcessorTestBed bed) {
        for (var round = 0; round < bed.tempo().rounds(3, 1); round++) {
            for (var count : new int[] {2, 4, 1}) {
                var sending = bed.feed().sendMeanwhile(bed.feed().left() / 6, Duration.ofSeconds(3));
                while (bed.running().size() < count) {
                    bed.start();
                }
                var running = new ArrayList<>(bed.awaitReady());
                while (running.size() > count) {
                    var leaving = running.remove(bed.random().nextInt(running.size()));
                    if (bed.random().nextBoolean()) {
                        bed.kill(leaving);
                    } else {
                        bed.stop(leaving);
                    }
                }
                bed.join(sending);
            }
        }
    }

    /** One processor after the other is stopped in order, and started again. */
    static void rollingRestart(ProcessorTestBed bed) {
        bed.start();
        bed.start();
        for (var round = 0; round < bed.tempo().rounds(3, 1); round++) {
            var first = bed.awaitReady().getFirst();
            var sending = bed.feed().sendMeanwhile(BrokerFaults.part(bed), Duration.ofSeconds(3));
            bed.pass(MOMENT);
            bed.stop(first);
            bed.start();
            bed.join(sending);
        }
    }

    /** Nobody gets an answer of the registry while processors are killed and started. */
    static void registryAway(ProcessorTestBed bed) {
        bed.start();
        var processor = bed.awaitReady().getFirst();
        var sending = bed.feed().sendMeanwhile(BrokerFaults.half(bed), Duration.ofSeconds(6));
        try {
            bed.registry().shut(true);
            bed.pass(MOMENT);
            bed.kill(processor);
            bed.start();
            bed.pass(Duration.ofSeconds(3));
            bed.registry().shut(false);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        bed.join(sending);
    }

    /** What the product must never do: the consumer drops a batch. */
    static void dropsABatch(ProcessorTestBed bed) {
        bed.property("main.consumer.interceptor.classes", DropsABatch.class.getName());
        bed.property("main.consumer." + DropsABatch.TOPIC, Topics.EVENTS.name());
        bed.start();
        var _ = bed.awaitReady();
        bed.join(bed.feed().sendMeanwhile(BrokerFaults.half(bed), Duration.ofSeconds(3)));
        bed.struck();
    }
}
