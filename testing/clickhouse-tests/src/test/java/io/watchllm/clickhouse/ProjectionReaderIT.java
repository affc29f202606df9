package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.localstack.LocalClickHouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may see the rows of one project, or some columns, sees no more of them by a projection. */
class ProjectionReaderIT {
    private static final String FILTERS = """
            <databases><watchllm>
                <events><filter>%1$s</filter></events>
                <tool_calls><filter>%1$s</filter></tool_calls>
                <hourly_metrics><filter>%1$s</filter></hourly_metrics>
                <project_totals><filter>%1$s</filter></project_totals>
            </watchllm></databases>
            """;

    private static final String USERS = """
            <clickhouse>
                <users>
                    <default><password></password><profile>default</profile><quota>default</quota></default>
                    <team><password></password><profile>default</profile><quota>default</quota>%s</team>
                    <analyst><password></password><profile>default</profile><quota>default</quota>%s</analyst>
                    <counter>
                        <password></password><profile>default</profile><quota>default</quota>
                        <grants><query>GRANT SELECT(project_id, timestamp, event_type, error_type) ON watchllm.events</query></grants>
                    </counter>
                </users>
                <profiles><default/></profiles>
                <quotas><default/></quotas>
            </clickhouse>
            """.formatted(FILTERS.formatted("project_id = 'shop'"), FILTERS.formatted("1"));

    private static final Pattern HOUR_WITHOUT_CALLS = Pattern.compile("(?m)^[-\\d]+ [:\\d]+\\t0(\\t\\\\N)+$");

    @TempDir
    static Path folder;

    private static LocalClickHouse server;
    private static TestDatabase database;

    @BeforeAll
    static void start() throws IOException {
        server = LocalClickHouse.builder()
                .configFile(Files.writeString(folder.resolve("users.xml"), USERS))
                .start();
        database = TestDatabase.on(server, "watchllm");
        database.tool().create(_ -> {});
        new ProjectedRows(database).insert(0, 60_000);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldShowTheReaderOfAProjectNoOther() {
        var all = new ProjectedRows(database);
        var team = new ProjectedRows(database.as("team"));
        for (var query : ProjectedRows.QUESTIONS.keySet()) {
            assertThat(team.answer(query, "shop")).as(query).isNotEmpty().isEqualTo(all.answer(query, "shop"));
            assertThat(all.answer(query, "other")).as(query).isNotEmpty();
            assertThat(HOUR_WITHOUT_CALLS.matcher(team.answer(query, "other")).replaceAll(""))
                    .as(query)
                    .isBlank();
        }
        var projects =
                "SELECT project_id, count() FROM events WHERE toDate(timestamp) > today() - 100 GROUP BY project_id"
                        + " ORDER BY project_id";
        assertThat(database.rows(projects)).hasSize(2);
        assertThat(database.as("team").rows(projects)).hasSize(1);
    }

    @Test
    void shouldReadProjectionsWhereAPolicyHidesRowsOrNone() {
        for (var user : List.of("analyst", "team")) {
            var rows = new ProjectedRows(database.as(user));
            ProjectedRows.QUESTIONS.forEach((query, projections) -> assertThat(rows.sources(query, "shop"))
                    .as("%s, asked by %s", query, user)
                    .isNotEmpty()
                    .isSubsetOf(projections));
        }
    }

    @Test
    void shouldRefuseAColumnThatIsNotGranted() {
        var counter = database.as("counter");
        var count =
                "SELECT error_type, count() FROM events WHERE toDate(timestamp) > today() - 100 GROUP BY error_type";
        assertThat(counter.rows(count)).hasSizeGreaterThan(2);
        assertThatThrownBy(() -> counter.sql(count.replace("count()", "argMax(error_message, timestamp)")))
                .hasMessageContaining("Code: 497");
    }
}
