package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.clickhouse.core.RetentionClass;
import io.watchllm.service.ConfigException;
import io.watchllm.service.Environment;
import io.watchllm.service.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final String URL = "WATCHLLM_CLICKHOUSE_URL";

    @Test
    void shouldHaveDefaults() {
        assertThat(ClickHouseSettings.from(new Environment(Map.of(URL, "http://h:8123"))))
                .isEqualTo(new ClickHouseSettings(
                        URI.create("http://h:8123"), "default", Secret.EMPTY, "watchllm", null, Duration.ofMinutes(1)));
        assertThat(SchemaSettings.DEFAULT).isEqualTo(new SchemaSettings(90, 90, 90, 400, false, 10_000));
    }

    @Test
    void shouldReadEveryVariable() {
        var settings = ClickHouseSettings.from(new Environment(Map.of(
                URL,
                "https://h:8443",
                "WATCHLLM_CLICKHOUSE_USER",
                "u",
                "WATCHLLM_CLICKHOUSE_PASSWORD",
                "hush",
                "WATCHLLM_CLICKHOUSE_DATABASE",
                "d",
                "WATCHLLM_CLICKHOUSE_CA_FILE",
                "/ca.pem",
                "WATCHLLM_CLICKHOUSE_TIMEOUT",
                "5s")));
        var schema = SchemaSettings.from(new Environment(Map.of(
                "WATCHLLM_CLICKHOUSE_RETENTION_EVENTS", "1d",
                "WATCHLLM_CLICKHOUSE_RETENTION_TOOL_CALLS", "2d",
                "WATCHLLM_CLICKHOUSE_RETENTION_AGENT_STEPS", "3d",
                "WATCHLLM_CLICKHOUSE_RETENTION_ROLLUPS", "0d",
                "WATCHLLM_CLICKHOUSE_RETENTION_PAYLOAD", "1d",
                "WATCHLLM_CLICKHOUSE_RETENTION_CLASSES", "trial=1d:demo",
                "WATCHLLM_CLICKHOUSE_TEXT_INDEX", "true",
                "WATCHLLM_CLICKHOUSE_DEDUPLICATION_WINDOW", "500")));

        assertThat(settings)
                .isEqualTo(new ClickHouseSettings(
                        URI.create("https://h:8443"),
                        "u",
                        new Secret("hush"),
                        "d",
                        Path.of("/ca.pem"),
                        Duration.ofSeconds(5)));
        assertThat(settings.toString()).doesNotContain("hush");
        assertThat(schema)
                .isEqualTo(new SchemaSettings(1, 2, 3, 0, true, 500)
                        .with(1, List.of(new RetentionClass("trial", 1, 0, List.of("demo")))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9lives", "a-b", "a.b", "a b", "system", "x;DROP TABLE y", "`x`"})
    void shouldRefuseADatabaseNameThatIsNoIdentifier(String name) {
        var environment = new Environment(Map.of(URL, "http://h:8123", "WATCHLLM_CLICKHOUSE_DATABASE", name));

        assertThatThrownBy(() -> ClickHouseSettings.from(environment))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "WATCHLLM_CLICKHOUSE_DATABASE: can't use '" + name + "': expected a database name");
    }
}
