package io.watchllm.chaos;

import io.watchllm.chaos.core.EventScript;
import io.watchllm.chaos.core.PipelineResult;
import io.watchllm.chaos.core.PipelineResult.Balance;
import io.watchllm.chaos.core.ScenarioResult.Remarks;
import io.watchllm.chaos.pipeline.Alerts;
import io.watchllm.chaos.pipeline.PipelineEngines;
import io.watchllm.chaos.pipeline.ProcessorTestBed;
import io.watchllm.chaos.pipeline.ProcessorTestBed.Outcome;
import io.watchllm.chaos.pipeline.ScenarioPipeline;
import io.watchllm.chaos.scenario.ProcessorScenario;
import io.watchllm.chaos.stage.ChaosException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays scenarios on processors, on engines of its own. First everything is sent without a fault: the alerts of that
 * run are those that every other one must raise.
 */
public final class ProcessorChaosRun {
    /** The run without a fault. */
    public static final ProcessorScenario UNDISTURBED =
            new ProcessorScenario("undisturbed", "no fault", false, ProcessorTestBed::playUndisturbed);

    private static final Logger log = LoggerFactory.getLogger(ProcessorChaosRun.class);

    private final ProcessorChaosPlan plan;

    public ProcessorChaosRun(ProcessorChaosPlan plan) {
        this.plan = plan;
    }

    /**
     * Plays them all, each lane one after the other.
     *
     * @param each told of each result as it comes, with its scenario; called by one thread at a time
     * @return the results: the undisturbed run, then the others in the order of the plan; a scenario that could not be
     *     played to its end has problems
     * @throws ChaosException when a broker ended by itself
     */
    public ProcessorChaosReport play(BiConsumer<ProcessorScenario, PipelineResult> each) {
        var script = new EventScript(plan.seed(), plan.events());
        try (var engines = new PipelineEngines(script, plan.folder(), plan.lanes());
                var threads = Executors.newFixedThreadPool(plan.lanes())) {
            var undisturbed = play(engines, engines.lanes().getFirst(), UNDISTURBED, Alerts.NONE);
            tell(each, UNDISTURBED, undisturbed.result());
            var queue = new ConcurrentLinkedQueue<>(plan.scenarios());
            Map<ProcessorScenario, PipelineResult> results = new ConcurrentHashMap<>();
            results.put(UNDISTURBED, undisturbed.result());
            var lanes = engines.lanes().stream()
                    .map(lane -> CompletableFuture.runAsync(
                            () -> {
                                for (var next = queue.poll(); next != null; next = queue.poll()) {
                                    var outcome = play(engines, lane, next, undisturbed.alerts());
                                    results.put(next, outcome.result());
                                    tell(each, next, outcome.result());
                                }
                            },
                            threads))
                    .toList();
            join(lanes);
            return report(results);
        }
    }

    private static void join(List<CompletableFuture<Void>> lanes) {
        try {
            lanes.forEach(CompletableFuture::join);
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException own ? own : failure;
        }
    }

    private ProcessorChaosReport report(Map<ProcessorScenario, PipelineResult> results) {
        var scenarios = new ArrayList<>(List.of(UNDISTURBED));
        scenarios.addAll(plan.scenarios());
        return new ProcessorChaosReport(
                plan.seed(),
                scenarios,
                scenarios.stream()
                        .map(scenario -> Objects.requireNonNull(results.get(scenario)))
                        .toList());
    }

    private synchronized void tell(
            BiConsumer<ProcessorScenario, PipelineResult> each, ProcessorScenario scenario, PipelineResult result) {
        each.accept(scenario, result);
    }

    private Outcome play(PipelineEngines engines, ScenarioPipeline lane, ProcessorScenario scenario, Alerts expected) {
        lane.requireBroker();
        var begun = System.nanoTime();
        try (var bed = new ProcessorTestBed(engines, lane, scenario.name(), plan.seed())) {
            try {
                scenario.play().on(bed);
                bed.finish();
                if (!scenario.loses() && !expected.equals(Alerts.NONE)) {
                    bed.awaitAlerts(expected);
                }
            } catch (RuntimeException failure) {
                lane.requireBroker();
                // What it came to until then is worth telling, too.
                log.warn("scenario broke off scenario={}", scenario.name(), failure);
                bed.require(false, "broke off: " + own(failure).getMessage());
            }
            return bed.result(expected);
        } catch (RuntimeException failure) {
            lane.requireBroker();
            log.warn("scenario could not be evaluated scenario={}", scenario.name(), failure);
            var problem = "could not be evaluated: " + own(failure).getMessage();
            var seconds = (System.nanoTime() - begun) / 1e9;
            return new Outcome(
                    new PipelineResult(
                            scenario.name(), 0, 0, Balance.UNKNOWN, seconds, new Remarks(List.of(), List.of(problem))),
                    Alerts.NONE);
        }
    }

    private static Throwable own(RuntimeException failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
