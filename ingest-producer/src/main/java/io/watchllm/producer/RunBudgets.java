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
 * How much of its budget each run has used, as far as alerts have told. A run is one of its project: another project
 * may have a run of the same id. Bounded: the runs told last. Thread-safe.
 */
final class RunBudgets {

    private static final BigDecimal WHOLE_PERCENT = BigDecimal.valueOf(100);

    private final int runsMax;
    private final @Nullable String project;
    private final Map<Run, Integer> percents = new LinkedHashMap<>();

    /** By the id alone, whatever the project: the highest. */
    private final Map<String, Integer> anywhere = new LinkedHashMap<>();

    private long forgotten;

    private record Run(String project, String id) {}

    /**
     * Knows of no run yet.
     *
     * @param runsMax most runs to remember
     * @param project the only project to listen to; null for all
     */
    RunBudgets(int runsMax, @Nullable String project) {
        this.runsMax = runsMax;
        this.project = project;
    }

    /** Takes in an alert; what is not about the budget of a run that goes on is passed over. */
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

    /** Remembers a share unless a higher one is known; true when another run had to be forgotten for it. */
    private <K> boolean put(Map<K, Integer> known, K run, int percent) {
        Integer before = known.remove(run);
        known.put(run, before == null ? percent : Math.max(before, percent));
        if (known.size() <= runsMax) {
            return false;
        }
        known.remove(known.keySet().iterator().next());
        return true;
    }

    /** Used share of the budget of the run in that project, in percent; nothing for a run without alerts. */
    synchronized OptionalInt percent(String projectId, String runId) {
        return optional(percents.get(new Run(projectId, runId)));
    }

    /** The same for the run of that id, of all projects that it listens to the highest. */
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

    /** The share that an alert tells: what was spent, of the budget that is its baseline; its threshold is a share. */
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
