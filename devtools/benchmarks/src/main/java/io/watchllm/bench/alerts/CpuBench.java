package io.watchllm.bench.alerts;

import io.watchllm.bench.core.StreamRound;
import io.watchllm.bench.processor.EventTopic;
import io.watchllm.bench.processor.ProcessorRig;
import io.watchllm.runtime.KafkaSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the processor takes for events with the rules and without any, in turns, in the same JVM. */
final class CpuBench {
    private static final long NANOS = 1_000_000_000;

    private final AlertPlan plan;
    private final PrintWriter err;
    private final Map<String, String> own;

    CpuBench(AlertPlan plan, PrintWriter err, Map<String, String> own) {
        this.plan = plan;
        this.err = err;
        this.own = own;
    }

    /**
     * The rounds that count.
     *
     * @param without no rules
     * @param with all rules
     */
    record Rounds(List<StreamRound> without, List<StreamRound> with) {}

    /**
     * Starts the engines, measures, stops them.
     *
     * @throws IllegalStateException when the processor stands still
     */
    Rounds run() {
        return ProcessorRig.use(own, plan.cpu().jvm(), this::fill, this::run);
    }

    private void fill(KafkaSettings settings) {
        tell("sending %,d events".formatted(plan.cpu().events()));
        RuleTopic.fill(settings, plan.rules());
        var source = AlertEvents.small(plan.users());
        // Their times are those of the feed, not of the filling: windows have as many panes as they would have.
        var apart = NANOS / plan.feed().rate();
        var first = Instant.now().minus(Duration.ofNanos(apart * plan.cpu().events()));
        EventTopic.fill(
                settings, plan.cpu().events(), number -> source.ordinary(number, first.plusNanos(apart * number)));
    }

    private Rounds run(ProcessorRig rig) {
        var rounds = new Rounds(new ArrayList<>(), new ArrayList<>());
        for (var number = 1 - plan.cpu().warmUpRounds(); number <= plan.cpu().rounds(); number++) {
            var name = number > 0 ? "round " + number : "warm-up, not counted";
            var without = measure(rig, "none", number);
            tell(name + ": no rules " + without.line());
            var with = measure(rig, "topic", number);
            tell("%s: %d rules %s".formatted(name, plan.rules(), with.line()));
            if (number > 0) {
                rounds.without().add(without);
                rounds.with().add(with);
            }
        }
        return rounds;
    }

    private StreamRound measure(ProcessorRig rig, String rules, int number) {
        var group = "bench-" + rules + "-" + (plan.cpu().warmUpRounds() + number);
        var round =
                rig.measure("process " + group + " " + rules, group, plan.cpu().events());
        rig.ask("stop");
        return round;
    }

    private void tell(String news) {
        err.println("watchllm: " + news);
    }
}
