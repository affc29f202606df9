package io.watchllm.chaos;

import io.watchllm.chaos.core.ScenarioResult;
import io.watchllm.chaos.core.ScenarioResult.Balance;
import io.watchllm.chaos.core.ScenarioResult.Remarks;
import io.watchllm.chaos.scenario.Scenario;
import io.watchllm.chaos.stage.ChaosException;
import io.watchllm.chaos.stage.Engines;
import io.watchllm.chaos.stage.TestBed;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plays scenarios on engines of its own. */
public final class ChaosRun {
    private static final Logger log = LoggerFactory.getLogger(ChaosRun.class);
    private static final int REHEARSAL_ROWS_MAX = 1_000;
    private static final long LOOK_EVERY_MS = 200;

    private final ChaosPlan plan;

    public ChaosRun(ChaosPlan plan) {
        this.plan = plan;
    }

    /**
     * Plays them all: first those that may be played side by side, then the others one by one.
     *
     * @param each told of each result as it comes, with its scenario; called by one thread at a time
     * @return the results in the order of the plan; a scenario that could not be played to its end has problems
     * @throws ChaosException when an engine ended by itself; scenarios that are under way are broken off then
     */
    public ChaosReport play(BiConsumer<Scenario, ScenarioResult> each) {
        try (var engines = new Engines(plan.folder());
                var threads = Executors.newFixedThreadPool(plan.sideBySide())) {
            try {
                if (engines.rehearsalPays()) {
                    await(engines, CompletableFuture.runAsync(() -> rehearse(engines), threads));
                }
                return new ChaosReport(plan.seed(), plan.scenarios(), playAll(engines, threads, each));
            } finally {
                // Nothing runs any more, unless an engine ended.
                threads.shutdownNow();
            }
        }
    }

    private List<ScenarioResult> playAll(Engines engines, Executor threads, BiConsumer<Scenario, ScenarioResult> each) {
        var results = new HashMap<Scenario, CompletableFuture<ScenarioResult>>();
        for (var scenario : plan.scenarios()) {
            if (!scenario.alone()) {
                results.put(scenario, CompletableFuture.supplyAsync(() -> play(engines, scenario, each), threads));
            }
        }
        results.values().forEach(result -> await(engines, result));
        for (var scenario : plan.scenarios()) {
            if (scenario.alone()) {
                var result = CompletableFuture.supplyAsync(() -> play(engines, scenario, each), threads);
                results.put(scenario, result);
                await(engines, result);
            }
        }
        return plan.scenarios().stream()
                .map(scenario -> Objects.requireNonNull(results.get(scenario)).join())
                .toList();
    }

    /** Waits for as long as all engines are there. */
    private static <T> T await(Engines engines, CompletableFuture<T> result) {
        while (true) {
            try {
                engines.requireEngines();
                return result.get(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                log.trace("not yet", notYet);
            } catch (ExecutionException failure) {
                throw failure.getCause() instanceof RuntimeException own
                        ? own
                        : new ChaosException("a scenario broke the run", failure);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new ChaosException("interrupted", interrupted);
            }
        }
    }

    private void rehearse(Engines engines) {
        var rows = Math.min(plan.rows(), REHEARSAL_ROWS_MAX);
        var rehearsal = new TestBed.Plan("rehearsal", rows, plan.seed(), Scenario.WINDOW, plan.away());
        try (var bed = new TestBed(engines, rehearsal)) {
            bed.rehearse();
        } catch (RuntimeException failure) {
            engines.requireEnginesAfterFailure();
            // Sinks only start slower then, and whatever is wrong is told by the scenarios.
            log.warn("rehearsal failed", failure);
        }
    }

    private ScenarioResult play(Engines engines, Scenario scenario, BiConsumer<Scenario, ScenarioResult> each) {
        engines.requireEngines();
        var result = play(engines, scenario);
        engines.requireEngines();
        synchronized (this) {
            each.accept(scenario, result);
        }
        return result;
    }

    private ScenarioResult play(Engines engines, Scenario scenario) {
        var begun = System.nanoTime();
        var arenaPlan = new TestBed.Plan(scenario.name(), plan.rows(), plan.seed(), scenario.window(), plan.away());
        try (var bed = new TestBed(engines, arenaPlan)) {
            try {
                scenario.play().on(bed);
            } catch (RuntimeException failure) {
                engines.requireEnginesAfterFailure();
                // What it came to until then is worth telling, too.
                log.warn("scenario broke off scenario={}", scenario.name(), failure);
                bed.require(false, "broke off: " + own(failure).getMessage());
            }
            return bed.result();
        } catch (RuntimeException failure) {
            engines.requireEnginesAfterFailure();
            log.warn("scenario could not be evaluated scenario={}", scenario.name(), failure);
            var problem = "could not be evaluated: " + own(failure).getMessage();
            var seconds = (System.nanoTime() - begun) / 1e9;
            return new ScenarioResult(
                    scenario.name(), 0, 0, Balance.UNKNOWN, seconds, new Remarks(List.of(), List.of(problem)));
        }
    }

    private static Throwable own(RuntimeException failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
