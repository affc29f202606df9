package io.watchllm.producer;

import io.watchllm.control.Alert;
import io.watchllm.events.AlertScope;
import io.watchllm.events.AlertState;
import io.watchllm.events.AlertType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Share of its budget that each run has used, according to alerts. Runs are identified within their project: another
 * project may have a run with the same id. Bounded to the runs updated last. Thread-safe.
 */
final class RunBudgets {

    private static final BigDecimal WHOLE_PERCENT = BigDecimal.valueOf(100);

    private final int runsMax;
    private final @Nullable String project;
    private final Map<Run, Integer> percents = new LinkedHashMap<>();

    /** By run id only: the highest of all projects. */
    private final Map<String, Integer> anywhere = new LinkedHashMap<>();

    private long forgotten;

    private record Run(String project, String id) {}

    /**
     * Starts without runs.
     *
     * @param runsMax maximum number of runs to remember
     * @param project the only project to follow; null for all
     */
    RunBudgets(int runsMax, @Nullable String project) {
        this.runsMax = runsMax;
        this.project = project;
    }

    /** Processes an alert; ignores all but firing alerts about a run's budget that are not backfill. */
    synchronized void learn(Alert alert) {
        var percent = percent(alert);
        var runId = alert.getRunId();
        if (percent.isEmpty() || runId == null || (project != null && !project.equals(alert.getProjectId()))) {
            return;
        }
        if (put(percents, new Run(alert.getProjectId(), runId), percent.getAsInt())) {
            forgotten++;
        }
        put(anywhere, runId, percent.getAsInt());
    }

    /** Stores a share unless a higher one is known; true when another run had to be evicted for it. */
    private <K> boolean put(Map<K, Integer> known, K run, int percent) {
        Integer before = known.remove(run);
        known.put(run, before == null ? percent : Math.max(before, percent));
        if (known.size() <= runsMax) {
            return false;
        }
        known.remove(known.keySet().iterator().next());
        return true;
    }

    /** Used share of the budget of the run in that project, in percent; empty for a run without alerts. */
    synchronized OptionalInt percent(String projectId, String runId) {
        return optional(percents.get(new Run(projectId, runId)));
    }

    /** The same for the run with that id, the highest over all projects that it follows. */
    synchronized OptionalInt percent(String runId) {
        return optional(anywhere.get(runId));
    }

    private static OptionalInt optional(@Nullable Integer percent) {
        return percent == null ? OptionalInt.empty() : OptionalInt.of(percent);
    }

    synchronized int runs() {
        return percents.size();
    }

    synchronized long forgotten() {
        return forgotten;
    }

    /**
     * The share in an alert: the amount spent, relative to the budget, which is its baseline; its threshold is a share.
     */
    private static OptionalInt percent(Alert alert) {
        var detail = alert.getAlert();
        var budget = detail.getAlertBaseline();
        var spent = detail.getActualValue();
        boolean tells = detail.getAlertType() == AlertType.cost_budget
                && detail.getAlertScope() == AlertScope.run
                && (detail.getAlertState() == AlertState.firing || detail.getAlertState() == AlertState.renotify)
                && !detail.getAlertBackfill();
        if (!tells || budget == null || spent == null || budget.signum() <= 0) {
            return OptionalInt.empty();
        }
        var percent = spent.multiply(WHOLE_PERCENT).divide(budget, 0, RoundingMode.DOWN);
        return OptionalInt.of(percent.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue());
    }
}
