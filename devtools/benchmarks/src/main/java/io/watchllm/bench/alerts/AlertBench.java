package io.watchllm.bench.alerts;

import io.watchllm.bench.core.AlertReport;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code bench alerts}: how long from an event to its alert, and what evaluating rules costs. */
public final class AlertBench {
    private final AlertPlan plan;
    private final PrintWriter err;
    private final Map<String, String> own;

    /**
     * @param err where progress is told
     * @param own this process's variables; settings of processor and sink among them hold
     */
    public AlertBench(AlertPlan plan, PrintWriter err, Map<String, String> own) {
        this.plan = plan;
        this.err = err;
        this.own = own;
    }

    /**
     * Measures the lag, then the CPU; each on engines of its own.
     *
     * @throws IllegalStateException when an alert is lost or comes twice, or when something stands still
     */
    public AlertReport run() {
        var lag = new LagBench(plan, err, own).run();
        var rounds = new CpuBench(plan, err, own).run();
        return new AlertReport(setup(), lag, rounds.without(), rounds.with());
    }

    private Map<String, Object> setup() {
        var setup = new LinkedHashMap<String, Object>();
        setup.put("rules", plan.rules());
        setup.put("users", plan.users());
        setup.put("rate", plan.feed().rate());
        setup.put("seconds", plan.feed().measured().toSeconds());
        setup.put("sink", plan.sink());
        setup.put("events", plan.cpu().events());
        setup.put("warm_up_rounds", plan.cpu().warmUpRounds());
        setup.put("rounds", plan.cpu().rounds());
        setup.put("jvm", String.join(" ", plan.cpu().jvm()));
        setup.put("processors", Runtime.getRuntime().availableProcessors());
        return setup;
    }
}
