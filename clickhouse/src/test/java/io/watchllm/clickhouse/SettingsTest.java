package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.clickhouse.core.RetentionClass;
import io.watchllm.runtime.ConfigException;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** Half a day, rounded down, is no day, and no day is for ever. */
    @ParameterizedTest
    @CsvSource({"EVENTS, 12h", "EVENTS, 36h", "TOOL_CALLS, 1ms", "AGENT_STEPS, 59m", "ROLLUPS, 25h", "PAYLOAD, 12h"})
    void shouldRefuseARetentionThatIsNoWholeNumberOfDays(String table, String text) {
        var variable = "WATCHLLM_CLICKHOUSE_RETENTION_" + table;

        assertThatThrownBy(() -> SchemaSettings.from(new Environment(Map.of(variable, text))))
                .isInstanceOf(ConfigException.class)
                .hasMessage(variable + ": can't use '" + text + "': expected whole days, such as 90d; 0d to 3650d.");
        assertThat(SchemaSettings.from(new Environment(Map.of(variable, "48h"))))
                .isEqualTo(SchemaSettings.from(new Environment(Map.of(variable, "2d"))));
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

    @Test
    void shouldReadTheNodesOfACluster() {
        var environment = new Environment(Map.of(
                URL,
                "http://a1:8123",
                "WATCHLLM_CLICKHOUSE_SHARDS",
                "http://a1:8123|http://a2:8123, https://b1:8443",
                "WATCHLLM_CLICKHOUSE_CLUSTER",
                "c",
                "WATCHLLM_CLICKHOUSE_CLUSTER_DATABASE",
                "d_all",
                "WATCHLLM_CLICKHOUSE_REPLICATED",
                "true"));
        var node = ClickHouseSettings.from(environment);
        var cluster = ClusterSettings.from(environment);

        assertThat(cluster)
                .isEqualTo(new ClusterSettings(
                        List.of(
                                List.of(URI.create("http://a1:8123"), URI.create("http://a2:8123")),
                                List.of(URI.create("https://b1:8443"))),
                        "c",
                        "d_all",
                        true));
        assertThat(cluster.nodes(node)).extracting(each -> each.url().getHost()).containsExactly("a1", "a2", "b1");
        assertThat(cluster.writers(node))
                .extracting(each -> each.url().getHost())
                .containsExactly("a1", "b1");
        assertThat(cluster.whole(node).database()).isEqualTo("d_all");
    }

    @Test
    void shouldBeOneNodeWithoutACluster() {
        var node = ClickHouseSettings.from(new Environment(Map.of(URL, "http://h:8123")));

        assertThat(ClusterSettings.NONE.nodes(node)).containsExactly(node);
        assertThat(ClusterSettings.NONE.writers(node)).containsExactly(node);
        assertThat(ClusterSettings.NONE.whole(node)).isEqualTo(node);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "http://a,,http://b; expected an http",
                "http://a|b:1; expected an http",
                "http://a,http://a; expected each node once",
            })
    void shouldRefuseNodesThatItCannotTell(String shards, String why) {
        var environment = new Environment(Map.of("WATCHLLM_CLICKHOUSE_SHARDS", shards));

        assertThatThrownBy(() -> ClusterSettings.from(environment))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(why);
    }
}
