package io.watchllm.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.alerting.evaluation.GroupState;
import io.watchllm.alerting.model.EventRef;
import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.model.Observation.Outcome;
import io.watchllm.alerting.window.Accumulator;
import io.watchllm.events.AlertType;
import io.watchllm.rows.EventType;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.WireFormat;
import io.watchllm.validation.Sizes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertRecordsTest {

    private static final AlertRecords RECORDS = new AlertRecords(Sizes.DEFAULT);

    private static RaisedAlert alert(String line, long wallAfterMs) {
        var rule = Sample.rule(line);
        var alerts = new ArrayList<RaisedAlert>();
        var aggregate = new Accumulator();
        aggregate.add(rule.measurement(), Sample.call("e1", Sample.START_MS, 2.5, 9_000, Outcome.ERROR));
        GroupState.of(rule, new Group("p", "u"))
                .merge(
                        rule.pane(Sample.START_MS),
                        aggregate,
                        new Moment(Sample.START_MS, Sample.START_MS + wallAfterMs),
                        alerts::add);
        assertThat(alerts).hasSize(1);
        return alerts.getFirst();
    }

    @Test
    void shouldCarryTheNumbersThatMadeIt() {
        var raised = alert("kind: cost_sum, scope: user, window: 5m, warn: 1, critical: 2", 250);
        var record = RECORDS.alert(raised);
        var detail = record.getAlert();

        assertThat(record.getEventId()).isEqualTo(raised.id().toString());
        assertThat(raised.id().version()).isEqualTo(5);
        assertThat(record.getRunId()).isNull();
        assertThat(record.getEventType()).isEqualTo(EventType.cost_threshold_exceeded);
        assertThat(record.getMessage())
                .isEqualTo("user u of project p: the cost of 5 min is 2.5 USD, at or above critical of 2 USD (rule r)");
        assertThat(detail.getAlertType()).isEqualTo(AlertType.cost_budget);
        assertThat(detail.getThreshold()).isEqualByComparingTo("2");
        assertThat(detail.getActualValue()).isEqualByComparingTo("2.5");
        assertThat(detail.getWindowMinutes()).isEqualTo(5);
        assertThat(detail.getAffectedModels()).containsExactly("m");
        assertThat(detail.getAlertTriggerRunId()).isEqualTo("run");
        assertThat(detail.getAlertTriggerEventId()).isEqualTo("e1");
        assertThat(detail.getAlertDetectionLagMs()).isEqualTo(250);
        assertThat(detail.getAlertBackfill()).isFalse();
        assertThat(raised.key()).isEqualTo("r|p|u");
    }

    @Test
    void shouldBeARowThatSaysTheSame() {
        var raised = alert("kind: error_rate, scope: run, window: 5m, warn: 0.5, min_count: 1", 0);
        var row = RECORDS.row(raised);

        assertThat(row.getRunId()).isEqualTo("u");
        assertThat(row.getEventType()).isEqualTo(EventType.performance_alert);
        assertThat(row.getAlertActualValue()).isEqualByComparingTo("1");
        assertThat(row.getTimestamp().toEpochMilli()).isEqualTo(Sample.START_MS);
        assertThat(WireFormat.encode(1, row)).isNotEmpty();
        assertThat(WireFormat.encode(1, RECORDS.alert(raised))).isNotEmpty();
        assertThat(Topics.ALERTS.valueSchema()).isEqualTo(RECORDS.alert(raised).getSchema());
        assertThat(RECORDS.row(alert("kind: error_rate, window: 5m, warn: 0.5, min_count: 1", 0))
                        .getRunId())
                .isEqualTo("alert:r");
    }

    /** The lists and texts of an alert are limited as those of every other row, and flagged. */
    @Test
    void shouldCutAndCleanWhatIsTooLongAndFlagIt() {
        var small = new AlertRecords(new Sizes(64, 64, 64, 64, 2, 2));
        var long65 = "m".repeat(65);
        var group = new Group("p", "g".repeat(65));
        var found = new Finding(
                1,
                Finding.NONE,
                new Finding.Counts(1, 0),
                new Finding.Trigger(new EventRef("r", "e"), 1, 1),
                List.of(long65, "nul\0", "third"),
                "");
        var plain = alert("kind: cost_sum, scope: model, window: 5m, warn: 1", 0);
        var raised = new RaisedAlert(plain.id(), plain.rule(), group, plain.status(), found, 0);

        var row = small.row(raised);
        assertThat(row.getAlertAffectedModels()).containsExactly("m".repeat(64), "nul\uFFFD");
        assertThat(row.getAlertGroup()).isEqualTo("g".repeat(64));
        assertThat(row.getFlags())
                .containsExactlyInAnyOrder("alert_affected_models_truncated", "alert_group_truncated", "nul_replaced");
        var detail = small.alert(raised).getAlert();
        assertThat(detail.getAffectedModels()).isEqualTo(row.getAlertAffectedModels());
        assertThat(detail.getAlertGroup()).isEqualTo(row.getAlertGroup());
        assertThat(small.row(plain).getFlags()).isEmpty();
    }

    @Test
    void shouldHaveAKeyOfItsOwnForEachGroup() {
        var raised = alert("kind: cost_sum, scope: user, window: 5m, warn: 1", 0);

        assertThat(ofGroup(raised, new Group("a", "b|c")).key())
                .isNotEqualTo(ofGroup(raised, new Group("a|b", "c")).key());
        assertThat(ofGroup(raised, new Group("a", "b")).key()).isEqualTo("r|a|b");
        assertThat(ofGroup(raised, new Group("a", "a")).key()).isEqualTo("r|a");
    }

    private static RaisedAlert ofGroup(RaisedAlert raised, Group group) {
        return new RaisedAlert(raised.id(), raised.rule(), group, raised.status(), raised.finding(), 0);
    }

    @Test
    void shouldNotifyNobodyOfWhatIsOld() {
        var rule = "kind: single_event_cost, warn: 1, max_event_age: 10m";

        assertThat(alert(rule, 600_000).backfill()).isFalse();
        assertThat(alert(rule, 600_001).backfill()).isTrue();
        assertThat(alert(rule, 600_001).id()).isEqualTo(alert(rule, 0).id());
    }

    @Test
    void shouldHaveAnIdOfItsOwnForEachVersionAndGroup() {
        var one = alert("kind: single_event_cost, warn: 1", 0).id();

        assertThat(alert("kind: single_event_cost, warn: 1, version: 2", 0).id())
                .isNotEqualTo(one);
        assertThat(alert("rule_id: s, kind: single_event_cost, warn: 1", 0).id())
                .isNotEqualTo(one);
    }
}
