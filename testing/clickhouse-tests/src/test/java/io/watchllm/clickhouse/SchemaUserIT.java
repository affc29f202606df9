package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.data.ClickHouseFormat;
import io.watchllm.clickhouse.core.Problem;
import io.watchllm.clickhouse.core.QueryArguments;
import io.watchllm.localstack.LocalClickHouse;
import io.watchllm.runtime.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users hear who may not do what they ask for. */
class SchemaUserIT {
    private static final String USERS = """
            <clickhouse>
                <users>
                    <default><password></password><profile>default</profile><quota>default</quota></default>
                    <limited>
                        <password>right</password><profile>locked</profile><quota>default</quota>
                        <grants><query>GRANT SELECT ON system.*</query></grants>
                    </limited>
                    <reader><password>right</password><profile>reading</profile><quota>default</quota></reader>
                </users>
                <profiles>
                    <default/>
                    <reading><readonly>1</readonly></reading>
                    <locked>
                        <materialized_views_ignore_errors>1</materialized_views_ignore_errors>
                        <constraints><materialized_views_ignore_errors><readonly/></materialized_views_ignore_errors></constraints>
                    </locked>
                </profiles>
                <quotas><default/></quotas>
            </clickhouse>
            """;

    @TempDir
    static Path folder;

    private static LocalClickHouse server;

    @BeforeAll
    static void start() throws IOException {
        server = LocalClickHouse.builder()
                .configFile(Files.writeString(folder.resolve("users.xml"), USERS))
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldSayThatThePasswordIsWrongAndNotShowIt() {
        assertThatThrownBy(() -> tool("limited", "hush").check())
                .isInstanceOf(StatementException.class)
                .hasMessage("ClickHouse at " + server.httpUrl()
                        + " refuses user 'limited'. Check WATCHLLM_CLICKHOUSE_USER and WATCHLLM_CLICKHOUSE_PASSWORD.");
    }

    @Test
    void shouldSayWhichGrantIsMissing() {
        assertThatThrownBy(() -> tool("limited", "right").create(_ -> {}))
                .isInstanceOf(StatementException.class)
                .hasMessageContaining("user 'limited' may not run \"CREATE DATABASE IF NOT EXISTS watchllm\"")
                .hasMessageContaining("CREATE DATABASE ON watchllm")
                .hasMessageNotContaining("right\"");
    }

    @Test
    void shouldFindASettingThatThisUserMayNotChange() {
        tool("default", "").create(_ -> {});

        assertThat(tool("default", "").verify().problems()).isEmpty();
        assertThat(tool("limited", "right").verify().problems())
                .filteredOn(problem -> problem.object().equals("server"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.severity()).isEqualTo(Problem.Severity.ERROR);
                    assertThat(problem.what())
                            .isEqualTo(
                                    "materialized_views_ignore_errors is 1; expected 0, and this user may not change it");
                });
    }

    @Test
    void shouldRunQueriesForAUserWhoMayOnlyReadAndChangeNoSetting() {
        tool("default", "").create(_ -> {});
        var query = QueryCatalogue.load().find("cost_by_model").orElseThrow();
        var arguments = QueryArguments.of(query, Map.of("project", "p"));

        try (var runner = BlockClient.open(settings("reader", "right"))) {
            var answer = runner.read(
                    query.sql(),
                    arguments.values(),
                    ClickHouseFormat.TSVWithNames,
                    body -> new String(body.readAllBytes(), StandardCharsets.UTF_8));

            assertThat(answer).startsWith("provider\tmodel\trequests");
        }
    }

    private static SchemaTool tool(String user, String password) {
        return new SchemaTool(settings(user, password), SchemaSettings.DEFAULT);
    }

    private static ClickHouseSettings settings(String user, String password) {
        return new ClickHouseSettings(
                URI.create(server.httpUrl()), user, new Secret(password), "watchllm", null, Duration.ofMinutes(1));
    }
}
