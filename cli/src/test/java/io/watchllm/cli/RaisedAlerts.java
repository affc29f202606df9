package io.watchllm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchllm.control.Alert;
import io.watchllm.events.AlertDetail;
import io.watchllm.events.AlertLevel;
import io.watchllm.events.AlertScope;
import io.watchllm.events.AlertState;
import io.watchllm.events.AlertType;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.rows.EventType;
import io.watchllm.schemas.Registration;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.WireFormat;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes alerts onto their topic, as the processor does. */
record RaisedAlerts(KafkaConnection kafka, int schemaId) {

    static RaisedAlerts on(KafkaConnection kafka) throws IOException {
        try (var registry = kafka.registry()) {
            var url = kafka.settings().registryUrl().toString();
            var ids = new Registration(registry, url).register(List.of(Topics.ALERTS));
            return new RaisedAlerts(kafka, Objects.requireNonNull(ids.get(Topics.ALERTS.subject())));
        }
    }

    void raise(Alert... alerts) throws Exception {
        try (var producer = kafka.producer()) {
            var sent = new ArrayList<Future<?>>();
            for (var alert : alerts) {
                var key = alert.getAlert().getAlertRuleId() + "|"
                        + alert.getAlert().getAlertGroup();
                sent.add(producer.send(new ProducerRecord<>(
                        Topics.ALERTS.name(), key.getBytes(UTF_8), WireFormat.encode(schemaId, alert))));
            }
            for (var each : sent) {
                each.get();
            }
        }
    }

    /** A run's budget of 10 USD is passed. */
    static Alert alert(String id, String rule, String run, String spent, AlertLevel level) {
        return Alert.newBuilder()
                .setEventId(id)
                .setProjectId(rule)
                .setRunId(run)
                .setTimestamp(Instant.parse("2026-11-01T08:00:00Z"))
                .setEventType(EventType.cost_threshold_exceeded)
                .setMessage("run " + run + " has spent " + spent + " of 10 USD")
                .setAlert(AlertDetail.newBuilder()
                        .setAlertType(AlertType.cost_budget)
                        .setThreshold(new BigDecimal("10.000000000"))
                        .setAlertBaseline(new BigDecimal("10.000000000"))
                        .setActualValue(new BigDecimal(spent).setScale(9))
                        .setAlertWindowMs(3_600_000L)
                        .setAffectedModels(List.of("gpt-4o"))
                        .setAlertRuleId(rule)
                        .setAlertLevel(level)
                        .setAlertState(AlertState.firing)
                        .setAlertScope(AlertScope.run)
                        .setAlertGroup(run)
                        .setAlertSampleCount(40L)
                        .build())
                .build();
    }
}
