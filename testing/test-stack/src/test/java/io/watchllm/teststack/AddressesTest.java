package io.watchllm.teststack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AddressesTest {
    @Test
    void shouldNameTheVariablesOfWhatWasStarted() {
        var kafkaOnly = new Addresses("127.0.0.1:9092", null, null);

        assertThat(kafkaOnly.environment()).containsOnlyKeys("WATCHLLM_KAFKA_BOOTSTRAP");
        assertThatThrownBy(kafkaOnly::clickHouseAddress)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without CLICKHOUSE");
    }

    @Test
    void shouldNameAllVariablesWhenAllWasStarted() {
        var all = new Addresses("k:1", "http://r:2", new ClickHouseAddress("http://c:3", "someone", "secret"));

        assertThat(all.environment())
                .containsEntry("WATCHLLM_KAFKA_BOOTSTRAP", "k:1")
                .containsEntry("WATCHLLM_SCHEMA_REGISTRY_URL", "http://r:2")
                .containsEntry("WATCHLLM_CLICKHOUSE_URL", "http://c:3")
                .containsEntry("WATCHLLM_CLICKHOUSE_USER", "someone")
                .containsEntry("WATCHLLM_CLICKHOUSE_PASSWORD", "secret")
                .containsEntry("WATCHLLM_CLICKHOUSE_DATABASE", "watchllm");
    }
}
