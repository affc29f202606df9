package io.watchllm.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.pricing.PricePreference;
import io.watchllm.privacy.PrivacyRules;
import io.watchllm.processor.rules.RuleSource;
import io.watchllm.runtime.ConfigException;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.runtime.Setting;
import io.watchllm.validation.Limits;
import io.watchllm.validation.Sizes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessorSettingsTest {

    private static final KafkaSettings KAFKA =
            new KafkaSettings("broker:9092", URI.create("http://registry:8081"), Map.of());

    private static final Map<String, String> REQUIRED =
            Map.of("WATCHLLM_KAFKA_BOOTSTRAP", "broker:9092", "WATCHLLM_SCHEMA_REGISTRY_URL", "http://registry:8081");

    private static final Map<String, String> ALL = Map.ofEntries(
            Map.entry("WATCHLLM_PROCESSOR_APPLICATION_ID", "other"),
            Map.entry("WATCHLLM_PROCESSOR_THREADS", "5"),
            Map.entry("WATCHLLM_PROCESSOR_COMMIT_INTERVAL", "20ms"),
            Map.entry("WATCHLLM_PROCESSOR_STATE_DIR", "/var/state"),
            Map.entry("WATCHLLM_PROCESSOR_MAX_AHEAD", "1h"),
            Map.entry("WATCHLLM_PROCESSOR_EVENT_RETENTION", "30d"),
            Map.entry("WATCHLLM_PROCESSOR_MAX_TEXT", "64KiB"),
            Map.entry("WATCHLLM_PROCESSOR_MAX_CONTEXT", "32KiB"),
            Map.entry("WATCHLLM_PROCESSOR_MAX_LABEL", "256B"),
            Map.entry("WATCHLLM_PROCESSOR_MAX_ID", "128B"),
            Map.entry("WATCHLLM_PROCESSOR_MAX_ITEMS", "11"),
            Map.entry("WATCHLLM_PROCESSOR_MAX_TOOL_CALLS", "12"),
            Map.entry("WATCHLLM_PROCESSOR_REGISTRY_RETRY", "7s"),
            Map.entry("WATCHLLM_PROCESSOR_UNKNOWN_SCHEMA_WAIT", "6s"),
            Map.entry("WATCHLLM_PROCESSOR_START_TIMEOUT", "8s"),
            Map.entry("WATCHLLM_PROCESSOR_CLOSE_TIMEOUT", "9s"),
            Map.entry("WATCHLLM_PROCESSOR_STANDBYS", "2"),
            Map.entry("WATCHLLM_PROCESSOR_DEDUP_WINDOW", "2h"),
            Map.entry("WATCHLLM_PROCESSOR_DEDUP_IDS_MAX", "70000"),
            Map.entry("WATCHLLM_PROCESSOR_ALERT_RULES", "topic"),
            Map.entry("WATCHLLM_PROCESSOR_ALERT_GROUPS_MAX", "500"),
            Map.entry("WATCHLLM_PRICING_PREFER", "price_table"));

    @Test
    void shouldHaveTheseDefaults() {
        assertThat(ProcessorSettings.from(new Environment(REQUIRED)))
                .isEqualTo(new ProcessorSettings(
                        KAFKA,
                        new ProcessorSettings.Streams("watchllm-processor", 2, Duration.ofMillis(100), null, 0),
                        new ProcessorSettings.Stages(
                                new Limits(
                                        Duration.ofHours(24),
                                        Duration.ofDays(90),
                                        new Sizes(1 << 20, 256 << 10, 4 << 10, 1 << 10, 100, 1_000)),
                                new ProcessorSettings.Deduplication(Duration.ofHours(1), 5_000_000),
                                PricePreference.CLIENT,
                                PrivacyRules.NONE,
                                new ProcessorSettings.Alerts(RuleSource.ALL, 200_000)),
                        new ProcessorSettings.Timeouts(
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(1),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(30))));
    }

    @Test
    void shouldReadEveryVariable() {
        var variables = new HashMap<>(REQUIRED);
        variables.putAll(ALL);

        assertThat(ProcessorSettings.from(new Environment(variables)))
                .isEqualTo(new ProcessorSettings(
                        KAFKA,
                        new ProcessorSettings.Streams("other", 5, Duration.ofMillis(20), Path.of("/var/state"), 2),
                        new ProcessorSettings.Stages(
                                new Limits(
                                        Duration.ofHours(1),
                                        Duration.ofDays(30),
                                        new Sizes(64 << 10, 32 << 10, 256, 128, 11, 12)),
                                new ProcessorSettings.Deduplication(Duration.ofHours(2), 70_000),
                                PricePreference.PRICE_TABLE,
                                PrivacyRules.NONE,
                                new ProcessorSettings.Alerts(RuleSource.TOPIC, 500)),
                        new ProcessorSettings.Timeouts(
                                Duration.ofSeconds(7),
                                Duration.ofSeconds(6),
                                Duration.ofSeconds(8),
                                Duration.ofSeconds(9))));
        assertThat(ProcessorSettings.SETTINGS.stream()
                        .map(Setting::name)
                        .filter(name -> name.contains("PROCESSOR") || name.contains("PRICING")))
                .containsExactlyInAnyOrderElementsOf(ALL.keySet());
    }

    @Test
    void shouldNameTheVariableWhenItsValueIsWrong() {
        var variables = new HashMap<>(REQUIRED);
        variables.put("WATCHLLM_PROCESSOR_COMMIT_INTERVAL", "1h");

        assertThatThrownBy(() -> ProcessorSettings.from(new Environment(variables)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("WATCHLLM_PROCESSOR_COMMIT_INTERVAL")
                .hasMessageContaining("10ms to 5s");
    }

    @Test
    void shouldKeepTheGuaranteeWhateverThePropertiesFileSays() {
        var file = Map.of(
                "processing.guarantee", "at_least_once",
                "consumer.auto.offset.reset", "latest",
                "producer.compression.type", "zstd",
                "security.protocol", "SSL");
        var settings = ProcessorSettings.from(new Environment(REQUIRED));
        var properties = StreamsProperties.of(new ProcessorSettings(
                new KafkaSettings(KAFKA.bootstrap(), KAFKA.registryUrl(), file),
                settings.streams(),
                settings.stages(),
                settings.timeouts()));

        assertThat(properties)
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("consumer.auto.offset.reset", "earliest")
                .containsEntry("ensure.explicit.internal.resource.naming", true)
                .containsEntry("producer.compression.type", "zstd")
                .containsEntry("producer.batch.size", 128 << 10)
                .containsEntry("security.protocol", "SSL")
                .containsEntry("bootstrap.servers", "broker:9092");
    }
}
