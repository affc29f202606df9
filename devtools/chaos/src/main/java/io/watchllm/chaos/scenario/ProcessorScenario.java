package io.watchllm.chaos.scenario;

import io.watchllm.chaos.core.PipelineResult;
import io.watchllm.chaos.pipeline.ProcessorTestBed;
import java.util.List;

/**
 * Something that goes wrong around processors, and how it is played.
 *
 * @param name its name on the command line
 * @param about in a few words
 * @param loses whether a loss has to come of it: it shows that the oracle sees
 * @param play plays it, on a test bed of its own, until only undisturbed events are left to send
 */
public record ProcessorScenario(String name, String about, boolean loses, Play play) {

    /** Plays a scenario. */
    public interface Play {
        void on(ProcessorTestBed bed);
    }

    /** All of them; those that take longest come first, so that what is played side by side ends together. */
    public static final List<ProcessorScenario> ALL = List.of(
            of("broker-frozen", "SIGSTOP of the broker under load", BrokerFaults::frozen),
            of("broker-killed", "kill -9 of the broker", BrokerFaults::killed),
            of("delivery-timeout", "records reach the broker after their delivery time-out", BrokerFaults::lateRecords),
            of("commit-times-out", "the end of a transaction is kept from the broker", BrokerFaults::lateCommits),
            of("standby-takes-over", "kill -9 of one of two with a transaction open", ProcessorFaults::standby),
            of("rebalances", "two, then four, then one processor", ProcessorFaults::instances),
            of("kill", "kill -9 at any moment", ProcessorFaults::kills),
            of("aborted-changelog", "kill -9 before a transaction ends", ProcessorFaults::abortedChangelog),
            of("outlived-transaction", "SIGSTOP of the processor past time-outs", ProcessorFaults::frozen),
            of("registry-away", "the registry is away, and processors start", ProcessorFaults::registryAway),
            of("rolling-restart", "SIGTERM of one after the other", ProcessorFaults::rollingRestart),
            of("producer-fenced", "another producer takes the transactional id", BrokerFaults::fenced),
            of("coordinator-moved", "the coordinator is another one now", BrokerFaults::movedCoordinator),
            new ProcessorScenario(
                    "control", "a consumer drops a batch: must show a loss", true, ProcessorFaults::dropsABatch));

    private static ProcessorScenario of(String name, String about, Play play) {
        return new ProcessorScenario(name, about, false, play);
    }

    /** Whether this is what has to come of it. */
    public boolean passed(PipelineResult result) {
        return loses ? result.showsLoss() : result.exact();
    }
}
