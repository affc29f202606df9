package io.watchllm.sink.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.delivery.config.Batching;
import io.watchllm.delivery.config.Delivery;
import io.watchllm.delivery.config.Delivery.GroupProtocol;
import io.watchllm.delivery.config.Delivery.Guarantee;
import io.watchllm.delivery.config.Inserting;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.runtime.ConfigException;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.Setting;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SinkSettingsTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "WATCHLLM_KAFKA_BOOTSTRAP", "localhost:9092",
            "WATCHLLM_SCHEMA_REGISTRY_URL", "http://localhost:8081",
            "WATCHLLM_CLICKHOUSE_URL", "http://localhost:8123");

    @Test
    void shouldHaveTheseDefaults() {
        var settings = SinkSettings.from(new Environment(REQUIRED));

        assertThat(settings.tables()).containsExactlyInAnyOrderElementsOf(SinkTable.ALL);
        assertThat(settings.batching())
                .isEqualTo(new Batching(
                        Duration.ofMinutes(1),
                        250_000,
                        64L << 20,
                        Duration.ofMillis(200),
                        160L << 20,
                        Duration.ofSeconds(10)));
        assertThat(settings.inserting())
                .isEqualTo(new Inserting(
                        Duration.ofMinutes(1),
                        false,
                        Duration.ofMillis(100),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        5,
                        32));
        assertThat(settings.delivery())
                .isEqualTo(new Delivery(
                        Guarantee.EXACTLY_ONCE,
                        "watchllm",
                        GroupProtocol.CONSUMER,
                        0.5,
                        20,
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(1)));
    }

    @Test
    void shouldTakeEveryVariable() {
        var settings = SinkSettings.from(with(Map.ofEntries(
                Map.entry("WATCHLLM_SINK_TABLES", "tool_calls, events"),
                Map.entry("WATCHLLM_SINK_UNKNOWN_SCHEMA_WAIT", "14s"),
                Map.entry("WATCHLLM_SINK_BATCH_ROWS", "7"),
                Map.entry("WATCHLLM_SINK_BATCH_BYTES", "2KiB"),
                Map.entry("WATCHLLM_SINK_FLUSH_INTERVAL", "3ms"),
                Map.entry("WATCHLLM_SINK_IN_FLIGHT_BYTES", "4MiB"),
                Map.entry("WATCHLLM_SINK_FRESHNESS_INTERVAL", "13s"),
                Map.entry("WATCHLLM_SINK_INSERT_TIMEOUT", "5s"),
                Map.entry("WATCHLLM_SINK_COMPRESS", "true"),
                Map.entry("WATCHLLM_SINK_RETRY_BACKOFF", "6ms"),
                Map.entry("WATCHLLM_SINK_RETRY_BACKOFF_MAX", "7s"),
                Map.entry("WATCHLLM_SINK_FAULT_INTERVAL", "8s"),
                Map.entry("WATCHLLM_SINK_RETRY_UNREADY_ATTEMPTS", "9"),
                Map.entry("WATCHLLM_SINK_INSERTS", "14"),
                Map.entry("WATCHLLM_SINK_GUARANTEE", "at_least_once"),
                Map.entry("WATCHLLM_SINK_TOKEN_NAMESPACE", "staging"),
                Map.entry("WATCHLLM_SINK_GROUP_PROTOCOL", "classic"),
                Map.entry("WATCHLLM_SINK_POISON_SHARE", "0.25"),
                Map.entry("WATCHLLM_SINK_POISON_RECORDS", "11"),
                Map.entry("WATCHLLM_SINK_CLOSE_TIMEOUT", "12s"),
                Map.entry("WATCHLLM_SINK_AUDIT_INTERVAL", "13s"))));

        assertThat(settings.tables()).isEqualTo(Set.of(SinkTable.EVENTS, SinkTable.TOOL_CALLS));
        assertThat(settings.batching())
                .isEqualTo(new Batching(
                        Duration.ofSeconds(14), 7, 2_048, Duration.ofMillis(3), 4L << 20, Duration.ofSeconds(13)));
        assertThat(settings.inserting())
                .isEqualTo(new Inserting(
                        Duration.ofSeconds(5),
                        true,
                        Duration.ofMillis(6),
                        Duration.ofSeconds(7),
                        Duration.ofSeconds(8),
                        9,
                        14));
        assertThat(settings.delivery())
                .isEqualTo(new Delivery(
                        Guarantee.AT_LEAST_ONCE,
                        "staging",
                        GroupProtocol.CLASSIC,
                        0.25,
                        11,
                        Duration.ofSeconds(12),
                        Duration.ofSeconds(13)));
    }

    @Test
    void shouldNameTheVariableWhenItsValueCannotBeUsed() {
        for (var variable : Map.of(
                        "WATCHLLM_SINK_TABLES", "event",
                        "WATCHLLM_SINK_BATCH_ROWS", "0",
                        "WATCHLLM_SINK_TOKEN_NAMESPACE", "a/b",
                        "WATCHLLM_SINK_GROUP_PROTOCOL", "new")
                .entrySet()) {
            assertThatThrownBy(() -> SinkSettings.from(with(Map.of(variable.getKey(), variable.getValue()))))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(variable.getKey())
                    .hasMessageContaining("expected");
        }
    }

    @Test
    void shouldKeepWhatDeliveryRestsOnWhateverTheUserSays() {
        var settings = SinkSettings.from(new Environment(REQUIRED));

        assertThat(KafkaClients.consumer(settings, SinkTable.EVENTS))
                .containsEntry("group.id", "watchllm-sink-events")
                .containsEntry("group.protocol", "consumer")
                .containsEntry("enable.auto.commit", false)
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("auto.offset.reset", "none");
        assertThat(KafkaClients.deadLetterProducer(settings)).containsEntry("acks", "all");
    }

    @Test
    void shouldNameEachVariableOnce() {
        assertThat(SinkSettings.SETTINGS).extracting(Setting::name).doesNotHaveDuplicates();
    }

    private static Environment with(Map<String, String> more) {
        var variables = new HashMap<>(REQUIRED);
        variables.putAll(more);
        return new Environment(variables);
    }
}
