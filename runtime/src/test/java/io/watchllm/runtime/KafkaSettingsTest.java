package io.watchllm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSettingsTest {
    @Test
    void shouldPassTheFileOnAndHideItsValues(@TempDir Path folder) throws Exception {
        var file = Files.writeString(
                folder.resolve("client.properties"), "sasl.jaas.config=hush\nbootstrap.servers=other:1\n");

        var settings = KafkaSettings.from(new Environment(Map.of(
                "WATCHLLM_KAFKA_BOOTSTRAP", "broker:9092",
                "WATCHLLM_SCHEMA_REGISTRY_URL", "http://registry:8081",
                "WATCHLLM_KAFKA_CONFIG", file.toString())));

        assertThat(settings.forClients())
                .containsEntry("sasl.jaas.config", "hush")
                .containsEntry("bootstrap.servers", "broker:9092");
        assertThat(settings.toString()).contains("sasl.jaas.config").doesNotContain("hush");
    }

    @Test
    void shouldNameTheFileWhenItIsMissing(@TempDir Path folder) {
        var environment = new Environment(Map.of(
                "WATCHLLM_KAFKA_BOOTSTRAP", "broker:9092",
                "WATCHLLM_SCHEMA_REGISTRY_URL", "http://registry:8081",
                "WATCHLLM_KAFKA_CONFIG", folder.resolve("none").toString()));

        assertThatThrownBy(() -> KafkaSettings.from(environment))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("WATCHLLM_KAFKA_CONFIG: can't read '" + folder.resolve("none"));
    }
}
