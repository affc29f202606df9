package io.watchllm.dev.demo;

import io.watchllm.cli.send.EventSender;
import io.watchllm.dev.simulate.AgentSimulation;
import io.watchllm.operations.input.EventInput;
import io.watchllm.operations.input.InputEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;

/** Feeds the events of a plan into Kafka; the events of simulated runs lie in the last hour. */
final class Feed {
    private static final Duration SIMULATED_SPAN = Duration.ofHours(1);

    private final DemoPlan plan;
    private final Clock clock;
    private final PrintWriter err;

    Feed(DemoPlan plan, Clock clock, PrintWriter err) {
        this.plan = plan;
        this.clock = clock;
        this.err = err;
    }

    /** Sends everything and waits until Kafka has it. */
    EventSender.Report send(EventSender sender) throws IOException {
        if (plan.files().isEmpty()) {
            simulate(sender);
        }
        for (var file : plan.files()) {
            var input = EventInput.of(file);
            input.read(event -> pass(input.name(), event, sender));
        }
        return sender.finish();
    }

    private void pass(String source, InputEvent event, EventSender sender) {
        switch (event) {
            case InputEvent.Good good -> sender.send(good.event());
            case InputEvent.Bad bad -> {
                err.println(source + ":" + bad.line() + ": " + bad.problem());
                sender.setAside(source, bad);
            }
        }
    }

    private void simulate(EventSender sender) {
        var simulation = new AgentSimulation(plan.seed());
        var start = clock.instant().minus(SIMULATED_SPAN);
        var gap = SIMULATED_SPAN.dividedBy(plan.runs());
        for (var run = 0; run < plan.runs(); run++) {
            simulation.run(start.plus(gap.multipliedBy(run))).forEach(sender::send);
        }
    }
}
