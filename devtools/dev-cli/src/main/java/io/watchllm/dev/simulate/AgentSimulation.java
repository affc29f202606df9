package io.watchllm.dev.simulate;

import io.watchllm.dev.simulate.Cast.Model;
import io.watchllm.events.Event;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Agent runs drawn from a seed: the same seed and starts give the same events. A run is a user's question, then a few
 * rounds of model call, agent step and tool call; some tools fail, some calls time out, some answers fail a check. The
 * clients of one project state a cost, the others leave it to the pipeline.
 */
public final class AgentSimulation {
    private final Random random;

    public AgentSimulation(long seed) {
        random = new Random(seed);
    }

    /** The events of one run, in the order in which they happen; the first at {@code start}. */
    public List<Event> run(Instant start) {
        return new SimulatedRun(this, start).play();
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    Model pickModel() {
        var ticket = random.nextInt(Cast.MODELS.stream().mapToInt(Model::weight).sum());
        for (var model : Cast.MODELS) {
            ticket -= model.weight();
            if (ticket < 0) {
                return model;
            }
        }
        throw new AssertionError("the ticket is below the sum of the weights");
    }

    boolean chance(double share) {
        return random.nextDouble() < share;
    }

    /** From 0 up to below {@code bound}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Latencies are log-normal: most near the median, a few several times as long. */
    int latencyMs(int medianMs) {
        return (int) Math.max(1, Math.min(120_000, medianMs * Math.exp(0.5 * random.nextGaussian())));
    }

    UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
