package io.watchllm.notifier.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.control.Alert;
import io.watchllm.notifier.Alerts;
import io.watchllm.notifier.core.AlertFilter;
import io.watchllm.notifier.core.DeliveryPolicy;
import io.watchllm.notifier.core.DeliveryPolicy.RateLimit;
import io.watchllm.notifier.core.DeliveryPolicy.RetryPolicy;
import io.watchllm.notifier.core.Format;
import io.watchllm.notifier.core.Message;
import io.watchllm.notifier.core.Outcome;
import io.watchllm.notifier.core.Target;
import io.watchllm.notifier.core.TextTemplate;
import io.watchllm.notifier.send.UndeliveredAlert;
import io.watchllm.schemas.Topics;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnstableOffsetCommitException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TargetSessionTest {
    private static final int TURNS_MAX = 200;

    private final AlertsConsumer consumer = new AlertsConsumer();
    private final MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
    private final List<String> told = new ArrayList<>();
    private final List<UndeliveredAlert> undelivered = new ArrayList<>();
    private final TargetStatus status = new TargetStatus();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private TargetLoop.Receiver receiver = this::take;
    private Instant now = Alerts.TIME;

    static List<RuntimeException> commitFailures() {
        return List.of(
                new RebalanceInProgressException("the group is rebalancing"),
                new CommitFailedException(),
                new TimeoutException("no answer within 3000 ms"),
                new UnstableOffsetCommitException("pending"),
                new GroupAuthorizationException("watchllm-notifier-t"));
    }

    @ParameterizedTest
    @MethodSource("commitFailures")
    void shouldGoOnWhenACommitIsRefusedAndTellNothingTwice(RuntimeException failure) throws Exception {
        consumer.atPoll(() -> consumer.assign(AlertsConsumer.FIRST));
        consumer.atPoll(() -> {
            consumer.failCommit(failure);
            consumer.add(0, wire(Alerts.of("a-0", "r", "g")));
        });
        consumer.atPoll(() -> consumer.add(1, wire(Alerts.of("a-1", "r", "g"))));

        try (var session = session()) {
            session.run(until(() -> told.size() == 2));
        }

        assertThat(told).containsExactly("a-0", "a-1");
        assertThat(consumer.committed()).isEqualTo(Map.of(AlertsConsumer.FIRST, 2L));
    }

    @Test
    void shouldCommitWhatWasToldWhenAStopWakesTheCommit() throws Exception {
        consumer.atPoll(() -> consumer.assign(AlertsConsumer.FIRST));
        consumer.atPoll(() -> {
            consumer.failCommit(new WakeupException());
            consumer.add(0, wire(Alerts.of("a-0", "r", "g")));
        });

        try (var session = session()) {
            assertThatThrownBy(() -> session.run(never())).isInstanceOf(WakeupException.class);
        }

        assertThat(consumer.committed()).isEqualTo(Map.of(AlertsConsumer.FIRST, 1L));
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void shouldCommitAtTheEndWhenTheStopIsNoticedOnlyThere() throws Exception {
        consumer.atPoll(() -> consumer.assign(AlertsConsumer.FIRST));
        consumer.atPoll(() -> {
            consumer.failCommit(new TimeoutException("no answer within 3000 ms"));
            consumer.failCommit(new WakeupException());
            consumer.add(0, wire(Alerts.of("a-0", "r", "g")));
        });

        try (var session = session()) {
            session.run(until(() -> told.size() == 1));
        }

        assertThat(consumer.committed()).isEqualTo(Map.of(AlertsConsumer.FIRST, 1L));
    }

    @Test
    void shouldCommitWhereANewGroupBeginsAlsoWhenKafkaDidNotSayItAtOnce() throws Exception {
        consumer.atPoll(() -> {
            consumer.failPosition(new TimeoutException("no answer within 3000 ms"));
            consumer.assign(AlertsConsumer.FIRST);
        });

        try (var session = session()) {
            session.run(until(() -> {
                now = now.plusSeconds(6);
                return !consumer.committed().isEmpty();
            }));
        }

        assertThat(consumer.committed()).isEqualTo(Map.of(AlertsConsumer.FIRST, 0L));
    }

    @Test
    void shouldHandOverAPartitionBehindWhatWasToldAndTellNothingMoreOfIt() throws Exception {
        consumer.atPoll(() -> consumer.assign(AlertsConsumer.FIRST, AlertsConsumer.SECOND));
        consumer.atPoll(() -> {
            consumer.failCommit(new RebalanceInProgressException());
            consumer.add(0, wire(Alerts.of("a-0", "r", "g")));
            consumer.add(1, wire(Alerts.of("a-1", "r", "g")));
        });
        consumer.atPoll(() -> consumer.assign(AlertsConsumer.SECOND));

        try (var session = session()) {
            session.run(until(() -> consumer.assignment().equals(Set.of(AlertsConsumer.SECOND))));
        }

        assertThat(told).containsExactly("a-0");
        assertThat(consumer.committed()).isEqualTo(Map.of(AlertsConsumer.FIRST, 1L, AlertsConsumer.SECOND, 0L));
    }

    @Test
    void shouldKeepAndPassAnAlertThatTheReceiverFailsOn() throws Exception {
        receiver = message -> {
            if (message.id().equals("odd")) {
                throw new IllegalArgumentException("invalid header value");
            }
            return take(message);
        };
        consumer.atPoll(() -> consumer.assign(AlertsConsumer.FIRST));
        consumer.atPoll(() -> {
            consumer.add(0, wire(Alerts.of("odd", "r", "g")));
            consumer.add(1, wire(Alerts.of("a-1", "r", "g")));
        });

        try (var session = session()) {
            session.run(until(() -> told.size() == 1));
        }

        assertThat(told).containsExactly("a-1");
        assertThat(undelivered).singleElement().satisfies(kept -> {
            assertThat(kept.origin()).isEqualTo("watchllm.alerts/0/0");
            assertThat(kept.error()).contains("IllegalArgumentException");
        });
        assertThat(consumer.committed()).isEqualTo(Map.of(AlertsConsumer.FIRST, 2L));
        assertThat(count("undelivered")).isEqualTo(1);
    }

    @Test
    void shouldKeepAndPassWhatIsNoAlert() throws Exception {
        consumer.atPoll(() -> consumer.assign(AlertsConsumer.FIRST));
        consumer.atPoll(() -> {
            consumer.add(0, new byte[] {7});
            consumer.add(1, null);
            consumer.add(2, wire(Alerts.of("a-2", "r", "g")));
        });

        try (var session = session()) {
            session.run(until(() -> told.size() == 1));
        }

        assertThat(undelivered)
                .extracting(UndeliveredAlert::origin)
                .containsExactly("watchllm.alerts/0/0", "watchllm.alerts/0/1");
        assertThat(consumer.committed()).isEqualTo(Map.of(AlertsConsumer.FIRST, 3L));
        assertThat(count("unreadable")).isEqualTo(2);
    }

    @Test
    void shouldCommitNothingThatTheTargetHasNotTaken() throws Exception {
        var attempts = new ArrayList<String>();
        receiver = message -> {
            attempts.add(message.id());
            return new Outcome.Failed("answered 500", null);
        };
        consumer.atPoll(() -> consumer.assign(AlertsConsumer.FIRST));
        consumer.atPoll(() -> consumer.add(0, wire(Alerts.of("a-0", "r", "g"))));

        try (var session = session()) {
            session.run(until(() -> {
                now = now.plusSeconds(10);
                return attempts.size() == 3;
            }));
        }

        assertThat(attempts).containsOnly("a-0");
        assertThat(consumer.committed()).isEqualTo(Map.of(AlertsConsumer.FIRST, 0L));
        assertThat(undelivered).isEmpty();
    }

    @Test
    void shouldPassOverWhatTheFilterLeavesOutAndWhatAReplayFound() throws Exception {
        consumer.atPoll(() -> consumer.assign(AlertsConsumer.FIRST));
        consumer.atPoll(() -> {
            consumer.add(0, wire(Alerts.in("other", Alerts.of("a-0", "r", "g"))));
            consumer.add(1, wire(Alerts.inReplay(Alerts.of("a-1", "r", "g"))));
        });

        try (var session = session()) {
            session.run(until(() -> count("backfill") == 1));
        }

        assertThat(told).isEmpty();
        assertThat(count("filtered")).isEqualTo(1);
        assertThat(consumer.committed()).isEqualTo(Map.of(AlertsConsumer.FIRST, 2L));
    }

    private Outcome take(Message message) {
        told.add(message.id());
        return new Outcome.Delivered();
    }

    private double count(String fate) {
        return meters.get("watchllm.notifier.alerts")
                .tag("fate", fate)
                .counter()
                .count();
    }

    private TargetSession session() {
        var target = new Target(
                "t",
                Format.WEBHOOK,
                new AlertFilter(Set.of("shop"), Set.of(), Set.of(), Set.of(), Set.of()),
                TextTemplate.DEFAULT,
                RateLimit.DEFAULT,
                new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofHours(1)));
        var parts = new TargetLoop.Parts(
                target,
                DeliveryPolicy.of(target, 100),
                message -> receiver.send(message),
                undelivered::addAll,
                () -> consumer,
                () -> now);
        return new TargetSession(
                consumer, parts, new AlertDecoder(registry), new NotifierMetrics(meters, "t", status), status);
    }

    /** Stopped once that is so; a session that never gets there fails rather than going on for ever. */
    private static BooleanSupplier until(BooleanSupplier reached) {
        var turns = new int[1];
        return () -> {
            assertThat(turns[0]++).as("turns of the session").isLessThan(TURNS_MAX);
            return reached.getAsBoolean();
        };
    }

    private static BooleanSupplier never() {
        return until(() -> false);
    }

    private byte[] wire(Alert alert) {
        try {
            var id = registry.register(Topics.ALERTS.name() + "-value", new AvroSchema(Alert.getClassSchema()));
            var bytes = new ByteArrayOutputStream();
            bytes.write(0);
            bytes.write(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
            var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new SpecificDatumWriter<>(Alert.class).write(alert, encoder);
            encoder.flush();
            return bytes.toByteArray();
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }
}
