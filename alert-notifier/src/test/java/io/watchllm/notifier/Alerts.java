package io.watchllm.notifier;

import io.watchllm.control.Alert;
import io.watchllm.events.AlertDetail;
import io.watchllm.events.AlertLevel;
import io.watchllm.events.AlertScope;
import io.watchllm.events.AlertState;
import io.watchllm.events.AlertType;
import io.watchllm.notifier.core.Pending;
import io.watchllm.notifier.core.Pending.Position;
import io.watchllm.rows.EventType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Alerts for tests. */
public final class Alerts {
    public static final Instant TIME = Instant.parse("2026-11-01T08:00:00Z");

    private Alerts() {}

    /** An alert of rule and group, firing. */
    public static Alert of(String id, String rule, String group) {
        return of(id, rule, group, AlertState.firing);
    }

    /** An alert in a state. */
    public static Alert of(String id, String rule, String group, AlertState state) {
        return Alert.newBuilder()
                .setEventId(id)
                .setProjectId("shop")
                .setRunId("run-1")
                .setTimestamp(TIME)
                .setEventType(EventType.cost_threshold_exceeded)
                .setMessage("cost of user u-7 is 12.5 USD")
                .setAlert(AlertDetail.newBuilder()
                        .setAlertType(AlertType.cost_spike)
                        .setThreshold(new BigDecimal("10.000000000"))
                        .setActualValue(new BigDecimal("12.500000000"))
                        .setWindowMinutes(60)
                        .setAlertWindowMs(3_600_000L)
                        .setAffectedModels(List.of("gpt-4o", "o3"))
                        .setAlertRuleId(rule)
                        .setAlertLevel(AlertLevel.critical)
                        .setAlertState(state)
                        .setAlertScope(AlertScope.user)
                        .setAlertGroup(group)
                        .setAlertSampleCount(40L)
                        .setAlertUnpricedCount(0L)
                        .setAlertTriggerRunId("run-1")
                        .setAlertTriggerEventId("e-1")
                        .setAlertFirstEventTime(TIME.minusSeconds(60))
                        .setAlertDetectionLagMs(120L)
                        .setAlertBackfill(false)
                        .build())
                .build();
    }

    /** The same alert, in another project. */
    public static Alert in(String project, Alert alert) {
        return Alert.newBuilder(alert).setProjectId(project).build();
    }

    /** The same alert, found in a replay. */
    public static Alert inReplay(Alert alert) {
        var detail = AlertDetail.newBuilder(alert.getAlert()).setAlertBackfill(true);
        return Alert.newBuilder(alert).setAlert(detail.build()).build();
    }

    /** One that waits to be told. */
    public static Pending pending(long offset, Alert alert, Instant arrived) {
        return new Pending(new Position(0, offset), alert, arrived, new byte[0]);
    }
}
