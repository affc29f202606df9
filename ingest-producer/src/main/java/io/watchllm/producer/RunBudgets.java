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

/** How much of its budget each run has used, as far as alerts have told. Bounded: the runs told last. Thread-safe. */
final class RunBudgets {

    private static final BigDecimal WHOLE_PERCENT = BigDecimal.valueOf(100);

    private final int runsMax;
    private final @Nullable String project;
    private final Map<String, Integer> percents = new LinkedHashMap<>();
    private long forgotten;

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
        Integer known = percents.remove(runId);
        percents.put(runId, known == null ? percent.getAsInt() : Math.max(known, percent.getAsInt()));
        if (percents.size() > runsMax) {
            percents.remove(percents.keySet().iterator().next());
            forgotten++;
        }
    }

    /** Used share of the run's budget in percent; nothing for a run without alerts. */
    synchronized OptionalInt percent(String runId) {
        Integer known = percents.get(runId);
        return known == null ? OptionalInt.empty() : OptionalInt.of(known);
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
