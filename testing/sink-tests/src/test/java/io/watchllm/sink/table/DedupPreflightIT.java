package io.watchllm.sink.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.core.DedupWindow;
import io.watchllm.delivery.table.DedupPreflight;
import io.watchllm.delivery.table.TableReader;
import io.watchllm.localstack.LocalClickHouse;
import io.watchllm.runtime.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The proof against a real server: a table with two chained views, and users who may do less and less. */
class DedupPreflightIT {
    private static final String USERS = """
            <clickhouse>
                <users>
                    <default><password></password><profile>default</profile><quota>default</quota></default>
                    <writer>
                        <password/><profile>default</profile><quota>default</quota>
                        <grants>
                            <query>GRANT SELECT ON system.*</query>
                            <query>GRANT INSERT, SELECT ON d.*</query>
                        </grants>
                    </writer>
                    <blind>
                        <password/><profile>default</profile><quota>default</quota>
                        <grants>
                            <query>GRANT SELECT ON system.*</query>
                            <query>GRANT INSERT, SELECT ON d.source</query>
                        </grants>
                    </blind>
                    <mute>
                        <password/><profile>default</profile><quota>default</quota>
                        <grants>
                            <query>GRANT SELECT ON system.*</query>
                            <query>GRANT INSERT, SHOW TABLES ON d.*</query>
                        </grants>
                    </mute>
                    <bound>
                        <password/><profile>bound</profile><quota>default</quota>
                        <grants>
                            <query>GRANT SELECT ON system.*</query>
                            <query>GRANT INSERT, SELECT ON d.*</query>
                        </grants>
                    </bound>
                </users>
                <profiles>
                    <default/>
                    <bound>
                        <max_insert_block_size>1000</max_insert_block_size>
                        <constraints><max_insert_block_size><readonly/></max_insert_block_size></constraints>
                    </bound>
                </profiles>
                <quotas><default/></quotas>
            </clickhouse>
            """;

    @TempDir
    static Path folder;

    private static LocalClickHouse server;
    private static ClickHouseConnection sql;

    @BeforeAll
    static void start() throws Exception {
        server = LocalClickHouse.builder()
                .configFile(Files.writeString(folder.resolve("users.xml"), USERS))
                .start();
        sql = open("default");
        run("CREATE DATABASE d");
        run("CREATE TABLE d.source (source_partition Int32, source_offset Int64) ENGINE = MergeTree"
                + " ORDER BY source_offset SETTINGS non_replicated_deduplication_window = 1000");
        run("CREATE TABLE d.first (n Int64) ENGINE = MergeTree ORDER BY n"
                + " SETTINGS non_replicated_deduplication_window = 500");
        run("CREATE TABLE d.second (n Int64) ENGINE = MergeTree ORDER BY n"
                + " SETTINGS non_replicated_deduplication_window = 200");
        run("CREATE MATERIALIZED VIEW d.to_first TO d.first AS SELECT source_offset AS n FROM d.source");
        run("CREATE MATERIALIZED VIEW d.to_second TO d.second AS SELECT n FROM d.first");
    }

    @AfterAll
    static void stop() {
        sql.close();
        server.close();
    }

    @Test
    void shouldFindNothingMissingWhenAllTablesRemember() {
        var found = look("writer", "source");

        assertThat(found.gaps()).isEmpty();
        assertThat(found.windows())
                .containsExactly(
                        new DedupWindow("d.first", 500),
                        new DedupWindow("d.second", 200),
                        new DedupWindow("d.source", 1000));
        assertThat(found.pinned()).containsEntry("async_insert", "0").containsKey("max_insert_block_size");
    }

    @ParameterizedTest
    @CsvSource({
        "d.source, non_replicated_deduplication_window = 0, non_replicated_deduplication_window = 1000",
        "d.second, non_replicated_deduplication_window = 0, non_replicated_deduplication_window = 200",
        "d.first, async_insert = 1, async_insert = 0",
    })
    void shouldFindATableAlongTheWayThatForgetsAndSayHowToMendIt(String table, String broken, String mended) {
        run("ALTER TABLE " + table + " MODIFY SETTING " + broken);

        var gaps = look("default", "source").gaps();
        run("ALTER TABLE " + table + " MODIFY SETTING " + mended);

        assertThat(gaps).singleElement().asString().startsWith(table + ": ").contains("ALTER TABLE " + table);
    }

    @Test
    void shouldFindASettingThatAProfileForbids() {
        assertThat(look("bound", "source").gaps())
                .singleElement()
                .asString()
                .contains("max_insert_block_size", "administrator");
    }

    @Test
    void shouldFindThatAUserCannotSeeTheViews() {
        assertThat(look("blind", "source").gaps())
                .isNotEmpty()
                .allSatisfy(gap -> assertThat(gap).contains("SHOW TABLES"));
    }

    @Test
    void shouldFindThatAUserCannotReadBack() {
        assertThat(look("mute", "source").gaps())
                .singleElement()
                .asString()
                .contains("GRANT SELECT(source_partition, source_offset) ON `d`.`source`");
    }

    private static DedupPreflight.Findings look(String user, String table) {
        var settings = settings(user);
        try (var asUser = open(user)) {
            return new DedupPreflight(settings, new TableReader(asUser, table), table, Duration.ofMinutes(1)).look();
        }
    }

    private static ClickHouseConnection open(String user) {
        return ClickHouseConnection.open(settings(user));
    }

    private static ClickHouseSettings settings(String user) {
        return new ClickHouseSettings(
                URI.create(server.httpUrl()), user, new Secret(""), "d", null, Duration.ofMinutes(1));
    }

    private static void run(String statement) {
        sql.execute(statement);
    }
}
