package io.watchllm.chaos;

import io.watchllm.chaos.core.ScenarioResult;
import io.watchllm.chaos.core.ScenarioResult.Balance;
import io.watchllm.chaos.core.ScenarioResult.Remarks;
import io.watchllm.chaos.scenario.Scenario;
import io.watchllm.chaos.stage.Arena;
import io.watchllm.chaos.stage.Ground;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plays scenarios on engines of its own. */
public final class ChaosRun {
    private static final Logger log = LoggerFactory.getLogger(ChaosRun.class);
    private static final int REHEARSAL_ROWS_MAX = 1_000;

    private final ChaosPlan plan;

    public ChaosRun(ChaosPlan plan) {
        this.plan = plan;
    }

    /**
     * Plays them all: first those that may be played side by side, then the others one by one.
     *
     * @param each told of each result as it comes, with its scenario; called by one thread at a time
     * @return the results in the order of the plan; a scenario that could not be played to its end has problems
     */
    public ChaosReport play(BiConsumer<Scenario, ScenarioResult> each) {
        try (var ground = new Ground(plan.folder());
                var threads = Executors.newFixedThreadPool(plan.sideBySide())) {
            if (ground.rehearsalPays()) {
                rehearse(ground);
            }
            List<CompletableFuture<ScenarioResult>> results = new ArrayList<>();
            for (var scenario : plan.scenarios()) {
                results.add(
                        scenario.alone()
                                ? new CompletableFuture<>()
                                : CompletableFuture.supplyAsync(() -> play(ground, scenario, each), threads));
            }
            for (var at = 0; at < results.size(); at++) {
                if (!plan.scenarios().get(at).alone()) {
                    results.get(at).join();
                }
            }
            for (var at = 0; at < results.size(); at++) {
                if (plan.scenarios().get(at).alone()) {
                    results.get(at).complete(play(ground, plan.scenarios().get(at), each));
                }
            }
            var all = results.stream().map(CompletableFuture::join).toList();
            return new ChaosReport(plan.seed(), plan.scenarios(), all);
        }
    }

    private void rehearse(Ground ground) {
        var rows = Math.min(plan.rows(), REHEARSAL_ROWS_MAX);
        var rehearsal = new Arena.Plan("rehearsal", rows, plan.seed(), Scenario.WINDOW, plan.away());
        try (var arena = new Arena(ground, rehearsal)) {
            arena.rehearse();
        } catch (RuntimeException failure) {
            // Sinks only start slower then, and whatever is wrong is told by the scenarios.
            log.warn("rehearsal failed", failure);
        }
    }

    private ScenarioResult play(Ground ground, Scenario scenario, BiConsumer<Scenario, ScenarioResult> each) {
        var result = play(ground, scenario);
        synchronized (this) {
            each.accept(scenario, result);
        }
        return result;
    }

    private ScenarioResult play(Ground ground, Scenario scenario) {
        var begun = System.nanoTime();
        var arenaPlan = new Arena.Plan(scenario.name(), plan.rows(), plan.seed(), scenario.window(), plan.away());
        try (var arena = new Arena(ground, arenaPlan)) {
            try {
                scenario.play().on(arena);
            } catch (RuntimeException failure) {
                // What it came to until then is worth telling, too.
                log.warn("scenario broke off scenario={}", scenario.name(), failure);
                arena.require(false, "broke off: " + own(failure).getMessage());
            }
            return arena.result();
        } catch (RuntimeException failure) {
            log.warn("scenario could not be judged scenario={}", scenario.name(), failure);
            var problem = "could not be judged: " + own(failure).getMessage();
            var seconds = (System.nanoTime() - begun) / 1e9;
            return new ScenarioResult(
                    scenario.name(), 0, 0, Balance.UNKNOWN, seconds, new Remarks(List.of(), List.of(problem)));
        }
    }

    private static Throwable own(RuntimeException failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
