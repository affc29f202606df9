package io.watchllm.alerting;

import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.control.Alert;
import io.watchllm.events.AlertDetail;
import io.watchllm.events.AlertScope;
import io.watchllm.rows.EventRow;
import io.watchllm.validation.Flag;
import io.watchllm.validation.Sizes;
import io.watchllm.validation.TextColumn;
import io.watchllm.validation.TextLimiter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Converts an alert to the record of its topic and to its row of events. Texts are limited as in every other row, and
 * the row is flagged if that changed one. Thread-safe.
 */
public final class AlertRecords {

    private static final long MINUTE_MS = 60_000;

    private final TextLimiter limiter;

    /** Uses these size limits. */
    public AlertRecords(Sizes sizes) {
        limiter = new TextLimiter(sizes);
    }

    /** The record for the alerts topic. */
    public Alert alert(RaisedAlert alert) {
        return Alert.newBuilder()
                .setEventId(alert.id().toString())
                .setProjectId(alert.group().project())
                .setRunId(run(alert))
                .setTimestamp(Instant.ofEpochMilli(alert.status().timeMs()))
                .setEventType(KindInfo.of(alert.rule().kind()).eventType())
                .setMessage(AlertText.of(alert))
                .setAlert(detail(alert))
                .build();
    }

    /** The row for the table events. An alert that is not about a run gets a run id derived from the rule's id. */
    public EventRow row(RaisedAlert alert) {
        var flags = new LinkedHashSet<String>();
        var detail = detail(alert, flag -> flags.add(flag.word()));
        var run = run(alert);
        var row = EventRow.newBuilder()
                .setEventId(alert.id().toString())
                .setProjectId(alert.group().project())
                .setRunId(run == null ? "alert:" + alert.rule().id() : run)
                .setTimestamp(Instant.ofEpochMilli(alert.status().timeMs()))
                .setEventType(KindInfo.of(alert.rule().kind()).eventType())
                .setUserId(value(alert, AlertScope.user))
                .setAgentName(value(alert, AlertScope.agent))
                .setToolName(value(alert, AlertScope.tool))
                .setFlags(List.copyOf(flags));
        return fill(row, detail).build();
    }

    /** Sets the columns of an alert. */
    public static EventRow.Builder fill(EventRow.Builder row, AlertDetail detail) {
        return row.setAlertType(detail.getAlertType())
                .setAlertThreshold(detail.getThreshold())
                .setAlertActualValue(detail.getActualValue())
                .setAlertWindowMinutes(detail.getWindowMinutes())
                .setAlertAffectedModels(detail.getAffectedModels())
                .setAlertRuleId(detail.getAlertRuleId())
                .setAlertLevel(detail.getAlertLevel())
                .setAlertState(detail.getAlertState())
                .setAlertScope(detail.getAlertScope())
                .setAlertGroup(detail.getAlertGroup())
                .setAlertBaseline(detail.getAlertBaseline())
                .setAlertWindowMs(detail.getAlertWindowMs())
                .setAlertSampleCount(detail.getAlertSampleCount())
                .setAlertUnpricedCount(detail.getAlertUnpricedCount())
                .setAlertTriggerRunId(detail.getAlertTriggerRunId())
                .setAlertTriggerEventId(detail.getAlertTriggerEventId())
                .setAlertFirstEventTime(detail.getAlertFirstEventTime())
                .setAlertDetectionLagMs(detail.getAlertDetectionLagMs())
                .setAlertBackfill(detail.getAlertBackfill());
    }

    /** The numbers behind the alert. */
    public AlertDetail detail(RaisedAlert alert) {
        return detail(alert, _ -> {});
    }

    private AlertDetail detail(RaisedAlert alert, Consumer<Flag> flags) {
        var finding = alert.finding();
        var trigger = finding.trigger().event();
        long windowMs = alert.rule().windowMs();
        return AlertDetail.newBuilder()
                .setAlertType(KindInfo.of(alert.rule().kind()).type())
                .setThreshold(FixedPoint.decimal(alert.status().threshold()))
                .setActualValue(FixedPoint.decimal(finding.actual()))
                .setWindowMinutes(windowMs == 0 ? null : (int) (windowMs / MINUTE_MS))
                .setAffectedModels(limiter.limit(TextColumn.ALERT_AFFECTED_MODELS, finding.models(), flags))
                .setAlertRuleId(alert.rule().id())
                .setAlertLevel(alert.status().level())
                .setAlertState(alert.status().state())
                .setAlertScope(alert.rule().target().scope())
                .setAlertGroup(
                        limiter.limit(TextColumn.ALERT_GROUP, alert.group().value(), flags))
                .setAlertBaseline(baseline(finding.baseline()))
                .setAlertWindowMs(windowMs == 0 ? null : windowMs)
                .setAlertSampleCount(finding.samples().events())
                .setAlertUnpricedCount(finding.samples().unpriced())
                .setAlertTriggerRunId(trigger.isNone() ? null : trigger.runId())
                .setAlertTriggerEventId(trigger.isNone() ? null : trigger.eventId())
                .setAlertFirstEventTime(Instant.ofEpochMilli(finding.trigger().firstMs()))
                .setAlertDetectionLagMs(alert.lagMs())
                .setAlertBackfill(alert.backfill())
                .build();
    }

    private static @Nullable String run(RaisedAlert alert) {
        return value(alert, AlertScope.run);
    }

    private static @Nullable String value(RaisedAlert alert, AlertScope scope) {
        return alert.rule().target().scope() == scope ? alert.group().value() : null;
    }

    private static @Nullable BigDecimal baseline(long billionths) {
        return billionths == Finding.NONE ? null : FixedPoint.decimal(billionths);
    }
}
