package io.watchllm.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.watchllm.control.Alert;
import io.watchllm.events.AlertDetail;
import io.watchllm.events.AlertScope;
import io.watchllm.events.AlertState;
import io.watchllm.events.AlertType;
import io.watchllm.rows.EventType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(BudgetWatchTest.FAR_TOO_SLOW_SECONDS)
class BudgetWatchTest {

    static final int FAR_TOO_SLOW_SECONDS = 60;
    private static final Duration LONG = Duration.ofSeconds(FAR_TOO_SLOW_SECONDS);
    private static final TopicPartition PARTITION = new TopicPartition("watchllm.alerts", 0);

    /** Alerts by the byte that stands for them on the topic. */
    private final Map<Byte, Alert> alerts = new ConcurrentHashMap<>();

    /** A second consumer is not to be had before. */
    private final CountDownLatch kafkaBack = new CountDownLatch(1);

    private final AtomicInteger opened = new AtomicInteger();
    private MockConsumer<byte[], byte[]> consumer = consumer();
    private long end;

    /** Kafka's own fake, with the one call that it lacks: every look-back leads to the first record. */
    private static final class FromTheBeginning extends MockConsumer<byte[], byte[]> {
        FromTheBeginning() {
            super("earliest");
        }

        @Override
        public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                Map<TopicPartition, Long> times, Duration timeout) {
            return times.isEmpty() ? Map.of() : Map.of(PARTITION, new OffsetAndTimestamp(0, 0));
        }
    }

    private static MockConsumer<byte[], byte[]> consumer() {
        var fresh = new FromTheBeginning();
        fresh.updatePartitions("watchllm.alerts", List.of(new PartitionInfo("watchllm.alerts", 0, null, null, null)));
        fresh.updateBeginningOffsets(Map.of(PARTITION, 0L));
        fresh.updateEndOffsets(Map.of(PARTITION, 0L));
        return fresh;
    }

    private BudgetWatchBuilder builder() {
        Deserializer<Alert> deserializer = (topic, bytes) -> {
            Alert alert = alerts.get(bytes[0]);
            if (alert == null) {
                throw new SerializationException("no alert");
            }
            return alert;
        };
        return BudgetWatch.builder()
                .bootstrap("nowhere:9092")
                .deserializer(deserializer)
                .consumers(properties -> {
                    if (opened.incrementAndGet() > 1) {
                        awaitKafkaBack();
                    }
                    return consumer;
                });
    }

    private void awaitKafkaBack() {
        try {
            kafkaBack.await();
        } catch (InterruptedException end) {
            throw new IllegalStateException(end);
        }
    }

    @Test
    void shouldSayThatARunIsOverItsBudgetOnceAnAlertSaidSo() {
        try (var budget = builder().build()) {
            assertThat(budget.exceeded("run-1")).isFalse();
            raise(alert("run-1", "0.51", AlertType.cost_budget, AlertScope.run, AlertState.firing));
            await().atMost(LONG).until(() -> budget.usedPercent("run-1").orElse(0) == 51);
            assertThat(budget.exceeded("run-1")).isFalse();

            raise(alert("run-1", "1.00", AlertType.cost_budget, AlertScope.run, AlertState.firing));
            await().atMost(LONG).until(() -> budget.exceeded("run-1"));
            assertThat(budget.exceeded("run-2")).isFalse();
        }
    }

    @Test
    void shouldPassOverWhatIsNotAboutARunThatGoesOn() {
        try (var budget = builder().project("shop").build()) {
            raise(alert("run-1", "2", AlertType.cost_spike, AlertScope.run, AlertState.firing));
            raise(alert("run-1", "2", AlertType.cost_budget, AlertScope.user, AlertState.firing));
            raise(alert("run-1", "2", AlertType.cost_budget, AlertScope.run, AlertState.resolved));
            var replay = alert("run-1", "2", AlertType.cost_budget, AlertScope.run, AlertState.firing);
            raise(Alert.newBuilder(replay)
                    .setAlert(AlertDetail.newBuilder(replay.getAlert())
                            .setAlertBackfill(true)
                            .build())
                    .build());
            raise(Alert.newBuilder(replay).setProjectId("other").build());
            raiseNonsense();
            raise(alert("run-9", "2", AlertType.cost_budget, AlertScope.run, AlertState.firing));

            await().atMost(LONG).until(() -> budget.exceeded("run-9"));
            assertThat(budget.usedPercent("run-1")).isEmpty();
            assertThat(budget.status().runs()).isEqualTo(1);
            assertThat(budget.status().unreadable()).isEqualTo(1);
        }
    }

    @Test
    void shouldTakeAnotherPercentage() {
        try (var budget = builder().percent(80).build()) {
            raise(alert("run-1", "0.80", AlertType.cost_budget, AlertScope.run, AlertState.renotify));
            await().atMost(LONG).until(() -> budget.exceeded("run-1"));
        }
        assertThatThrownBy(() -> builder().percent(0)).hasMessage("percent is 0; expected 1 or more");
        assertThatThrownBy(BudgetWatch.builder()::build).hasMessageContaining("say bootstrap(");
        assertThatThrownBy(BudgetWatch.builder().bootstrap("x:1")::build).hasMessageContaining("say schemaRegistry(");
    }

    @Test
    void shouldRememberTheRunsThatWereToldLast() {
        var budgets = new RunBudgets(2, null);
        for (var run : List.of("a", "b", "a", "c")) {
            budgets.learn(alert(run, "1", AlertType.cost_budget, AlertScope.run, AlertState.firing));
        }

        assertThat(budgets.percent("b")).isEmpty();
        assertThat(budgets.percent("a")).hasValue(100);
        assertThat(budgets.percent("c")).hasValue(100);
        assertThat(budgets.forgotten()).isEqualTo(1);
    }

    @Test
    void shouldTellRunsOfTheSameIdInTwoProjectsApart() {
        try (var budget = builder().build()) {
            var other = alert("nightly", "2", AlertType.cost_budget, AlertScope.run, AlertState.firing);
            raise(alert("nightly", "0.5", AlertType.cost_budget, AlertScope.run, AlertState.firing));
            raise(Alert.newBuilder(other).setProjectId("lab").build());

            await().atMost(LONG).until(() -> budget.exceeded("lab", "nightly"));
            assertThat(budget.exceeded("shop", "nightly")).isFalse();
            assertThat(budget.usedPercent("shop", "nightly")).hasValue(50);
            assertThat(budget.usedPercent("lab", "nightly")).hasValue(200);
            assertThat(budget.usedPercent("hall", "nightly")).isEmpty();
            assertThat(budget.usedPercent("nightly")).as("the highest").hasValue(200);
            assertThat(budget.status().runs()).isEqualTo(2);
        }
    }

    @Test
    void shouldStayWithWhatItKnowsWhileKafkaIsAway() {
        try (var budget = builder().pause(Duration.ofMillis(1)).build()) {
            raise(alert("run-1", "1", AlertType.cost_budget, AlertScope.run, AlertState.firing));
            await().atMost(LONG).until(() -> budget.exceeded("run-1"));
            await().atMost(LONG).until(() -> budget.status().lastSeen().isPresent());
            var broken = consumer;
            consumer = consumer();
            consumer.updateEndOffsets(Map.of(PARTITION, end));
            broken.setPollException(new KafkaException("away"));

            await().atMost(LONG).until(() -> budget.status().failure().isPresent());
            assertThat(budget.exceeded("run-1")).isTrue();
            assertThat(budget.status().upToDate()).isFalse();

            kafkaBack.countDown();
            await().atMost(LONG)
                    .until(() -> opened.get() == 2 && budget.status().failure().isEmpty());
            assertThat(consumer.position(PARTITION)).as("goes on where it was").isEqualTo(end);
        }
    }

    @Test
    void shouldRunTheExample() {
        raiseBefore(alert("run-1", "1.2", AlertType.cost_budget, AlertScope.run, AlertState.firing));
        var steps = IntStream.range(0, Integer.MAX_VALUE)
                .<Runnable>mapToObj(step -> Thread::onSpinWait)
                .iterator();

        assertThat(BudgetExample.run(builder(), "run-1", steps)).isLessThan(Integer.MAX_VALUE);
        assertThat(consumer.closed()).isTrue();
    }

    private void raise(Alert alert) {
        await().atMost(LONG).until(() -> !consumer.assignment().isEmpty());
        add(alert);
    }

    private void raiseNonsense() {
        await().atMost(LONG).until(() -> !consumer.assignment().isEmpty());
        addRecord();
    }

    /** For a consumer that nobody reads yet: as soon as somebody does. */
    private void raiseBefore(Alert alert) {
        consumer.schedulePollTask(() -> add(alert));
    }

    private void add(Alert alert) {
        alerts.put((byte) end, alert);
        addRecord();
    }

    private void addRecord() {
        var value = new byte[] {(byte) end};
        consumer.addRecord(new ConsumerRecord<>("watchllm.alerts", 0, end++, new byte[0], value));
    }

    static Alert alert(String run, String spent, AlertType type, AlertScope scope, AlertState state) {
        return Alert.newBuilder()
                .setEventId("a")
                .setProjectId("shop")
                .setRunId(run)
                .setTimestamp(Instant.EPOCH)
                .setEventType(EventType.cost_threshold_exceeded)
                .setMessage("m")
                .setAlert(AlertDetail.newBuilder()
                        .setAlertType(type)
                        .setAlertScope(scope)
                        .setAlertState(state)
                        .setThreshold(new BigDecimal("0.500000000"))
                        .setAlertBaseline(new BigDecimal("1.000000000"))
                        .setActualValue(new BigDecimal(spent).setScale(9))
                        .build())
                .build();
    }
}
