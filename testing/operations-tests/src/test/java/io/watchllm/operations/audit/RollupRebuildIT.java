package io.watchllm.operations.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.delivery.encode.WireRows;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.rollup.RollupComparison;
import io.watchllm.operations.rollup.RollupRebuild;
import io.watchllm.operations.rollup.RollupRebuild.Made;
import io.watchllm.operations.rollup.RollupReport;
import io.watchllm.operations.rollup.RollupReport.Difference;
import io.watchllm.operations.rollup.RollupScope;
import io.watchllm.rows.EventRow;
import io.watchllm.schemas.Topics;
import io.watchllm.sink.SinkStack;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each test damages rollups: the comparison has to name exactly that, and the rebuild has to mend it. */
class RollupRebuildIT {
    private static final String HOURLY = "watchllm.hourly_metrics (project_id, hour, env, provider, model, status, ";

    private static SinkStack stack;

    private final Instant day = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(2, ChronoUnit.DAYS);
    private final Instant ten = day.plus(10, ChronoUnit.HOURS);
    private final String hourlyKey = "'shop', " + time(ten) + ", 'prod', 'openai', 'm', 'success', ";

    private final AtomicInteger blocks = new AtomicInteger();
    private ClickHouseConnection sql;

    @BeforeAll
    static void start() {
        stack = SinkStack.shared();
    }

    @BeforeEach
    void fill() {
        List.of("events", "cost_corrections", "hourly_metrics", "daily_metrics", "project_totals")
                .forEach(table -> stack.query("TRUNCATE TABLE watchllm." + table));
        sql = ClickHouseConnection.open(stack.clickHouseSettings());
        for (var block = 0; block < 3; block++) {
            insert(ten, 400);
        }
    }

    @AfterEach
    void close() {
        sql.close();
    }

    @Test
    void shouldFindNothingAfterInsertsAndMergesThenOneCentOneRowAndOneMaximumAndMendThem() {
        List.of("events", "hourly_metrics", "daily_metrics", "project_totals")
                .forEach(table -> stack.query("OPTIMIZE TABLE watchllm." + table + " FINAL"));
        assertThat(compare(RollupScope.ALL))
                .allMatch(report ->
                        report.counts().compared() > 0 && report.counts().differing() == 0);

        // When
        stack.query("INSERT INTO " + HOURLY + "cost_usd) VALUES (" + hourlyKey + "0.01)");
        stack.query("INSERT INTO watchllm.daily_metrics (project_id, day, env, total_requests) VALUES ('shop', toDate("
                + time(day) + "), 'prod', 1)");
        stack.query(
                "INSERT INTO watchllm.project_totals (project_id, event_type, latency_ms_max, first_event_time) VALUES"
                        + " ('desk', 'tool_call', 99999, " + time(ten.plus(1, ChronoUnit.HOURS)) + ")");
        stack.query("INSERT INTO watchllm.hourly_metrics (project_id, hour, env, provider, model, status, users) SELECT"
                + " 'desk', " + time(ten) + ", 'prod', 'openai', 'm', 'error', uniqState('somebody else')");

        // Then
        var found = differences(RollupScope.ALL);
        assertThat(found).hasSize(4);
        assertThat(found)
                .flatExtracting(Difference::columns)
                .hasSize(4)
                .anyMatch(column ->
                        column.startsWith("cost_usd is ") && excess(column).compareTo(new BigDecimal("0.01")) == 0)
                .anyMatch(column -> column.startsWith("total_requests is ")
                        && excess(column).compareTo(BigDecimal.ONE) == 0)
                .anyMatch(column -> column.startsWith("latency_ms_max is 99999, recounted "))
                .anyMatch(column -> column.startsWith("users is "));
        assertThat(differences(new RollupScope("shop", null, null))).hasSize(2);
        assertThat(differences(new RollupScope("shop", ten.plus(1, ChronoUnit.HOURS), null)))
                .as("the day is touched, the hour is not")
                .hasSize(1);
        assertThat(differences(new RollupScope("shop", null, day))).isEmpty();

        // When: of one project, then of all.
        assertThat(rebuild(
                        new RollupScope("shop", day, day.plus(1, ChronoUnit.DAYS)), RollupRebuildIT::nothingUnderWay))
                .extracting(Made::made)
                .containsExactly(1L, 1L, 0L);
        assertThat(differences(RollupScope.ALL)).hasSize(2);
        rebuild(RollupScope.ALL, RollupRebuildIT::nothingUnderWay);
        assertThat(differences(RollupScope.ALL)).isEmpty();
    }

    @Test
    void shouldMakeAWholeRollupAnewThatIsGone() {
        stack.query("TRUNCATE TABLE watchllm.hourly_metrics");
        assertThat(differences(RollupScope.ALL))
                .isNotEmpty()
                .allMatch(difference ->
                        difference.columns().getFirst().startsWith("not in the rollup: requests recounted "));
        rebuild(RollupScope.ALL, RollupRebuildIT::nothingUnderWay);
        assertThat(differences(RollupScope.ALL)).isEmpty();
    }

    @Test
    void shouldTellWhatCannotBeRecountedAndRefuseToRebuildIt() {
        var longAgo = day.minus(200, ChronoUnit.DAYS);
        insert(longAgo, 100);
        stack.query("OPTIMIZE TABLE watchllm.events FINAL");

        var reports = compare(RollupScope.ALL);

        assertThat(reports)
                .allMatch(report ->
                        report.counts().differing() == 0 && report.counts().beyond() > 0);
        // Rows of the last hour of their retention may expire while it runs.
        var earliest = Instant.now()
                .plus(1, ChronoUnit.HOURS)
                .truncatedTo(ChronoUnit.DAYS)
                .minus(89, ChronoUnit.DAYS);
        assertThatThrownBy(
                        () -> rebuild(new RollupScope(null, longAgo, Instant.now()), RollupRebuildIT::nothingUnderWay))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("retention of 90 days")
                .hasMessageContaining("rebuild from " + earliest + " on");
        assertThat(compare(RollupScope.ALL)).isEqualTo(reports);
    }

    @Test
    void shouldCountRowsOnceThatComeWhileAnHourIsMadeAnew() {
        breakHour();
        var looks = new AtomicInteger();

        // The second look lies behind the insert: rows that it has counted, and that a late view counts again.
        var made = rebuild(RollupScope.ALL, () -> {
            if (looks.incrementAndGet() == 2) {
                insert(ten, 50);
                stack.query("INSERT INTO " + HOURLY + "requests) VALUES (" + hourlyKey + "50)");
            }
        });

        assertThat(looks).hasValue(4);
        assertThat(made).extracting(Made::made).containsExactly(0L, 1L, 0L);
        assertThat(made).allMatch(each -> each.busy().isEmpty());
        assertThat(differences(RollupScope.ALL)).isEmpty();
    }

    @Test
    void shouldSayThatSomethingElseWritesWhenAnHourDiffersAgainWithoutANewRow() {
        breakHour();
        var more = new AtomicInteger(1);

        // Another number each time: a block that came before would be dropped.
        assertThatThrownBy(() -> rebuild(
                        RollupScope.ALL,
                        () -> stack.query("INSERT INTO " + HOURLY + "requests) VALUES (" + hourlyKey
                                + more.incrementAndGet() + ")")))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("hourly_metrics differs again at shop | " + text(ten));
    }

    @Test
    void shouldLeaveAnHourThatRowsKeepComingIntoAndNameIt() {
        breakHour();

        var made = rebuild(RollupScope.ALL, () -> insert(ten, 5));

        assertThat(made).flatExtracting(Made::busy).containsExactly("shop | " + text(ten));
        assertThat(differences(RollupScope.ALL)).hasSize(1);
    }

    @Test
    void shouldRefuseWhileACorrectionHasNotReachedItsRows() {
        stack.query("INSERT INTO watchllm.cost_corrections (project_id, sequence, run_id, timestamp, event_id,"
                + " source_partition, source_offset, env, provider, model, status, cost_before_usd, cost_after_usd)"
                + " SELECT project_id, 1, run_id, timestamp, event_id, source_partition, source_offset, env, 'openai', 'm',"
                + " 'success', cost_estimate_usd, 7 FROM watchllm.events WHERE project_id = 'shop' AND event_type ="
                + " 'prompt_call' AND status = 'success' LIMIT 1");

        assertThat(differences(RollupScope.ALL)).hasSize(3);
        assertThatThrownBy(() -> rebuild(RollupScope.ALL, RollupRebuildIT::nothingUnderWay))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("project shop: let watchllm prices reprice");
    }

    @Test
    void shouldMendAnHourBesideASinkThatWritesAndRefuseBesideOneThatDoesNot() {
        breakHour();
        send(1);
        try (var impatient =
                new TopicInFlightBarrier(stack.settings().kafka(), SinkTable.EVENTS, Duration.ofMillis(1))) {
            assertThatThrownBy(() -> rebuild(RollupScope.ALL, impatient::await))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("Have watchllm sink catch up");
        }
        assertThat(differences(RollupScope.ALL)).hasSize(1);

        try (var _ = stack.start(stack.settings("WATCHLLM_SINK_FLUSH_INTERVAL", "20ms"));
                var landing = new TopicInFlightBarrier(stack.settings().kafka(), SinkTable.EVENTS)) {
            // Rows of today set out before each look, and no later one waits for them to have landed.
            var made = rebuild(new RollupScope("shop", day, day.plus(1, ChronoUnit.DAYS)), () -> {
                send(200);
                landing.await();
                send(200);
            });
            assertThat(made).extracting(Made::made).containsExactly(0L, 1L, 0L);
            landing.await();
        }
        assertThat(stack.counts("events")).isNotEqualTo("1200\t1");
        assertThat(differences(RollupScope.ALL)).isEmpty();
    }

    private void breakHour() {
        stack.query("INSERT INTO " + HOURLY + "requests) VALUES (" + hourlyKey + "1)");
        assertThat(differences(RollupScope.ALL)).hasSize(1);
    }

    /** A block of rows of two projects, over three hours. */
    private void insert(Instant from, int rows) {
        stack.query(
                "INSERT INTO watchllm.events (event_id, project_id, run_id, timestamp, event_type, user_id, env, provider,"
                        + " model, tokens_input, tokens_output, cost_estimate_usd, latency_ms, ttft_ms, status) SELECT 'e"
                        + blocks.incrementAndGet() + "-' || toString(number), if(number % 2 = 0, 'shop', 'desk'),"
                        + " toString(number % 7), " + time(from)
                        + " + toIntervalMinute(number % 180), if(number % 5 = 0,"
                        + " 'tool_call', 'prompt_call'), toString(number % 11), 'prod', 'openai', 'm', number, number % 91,"
                        + " if(number % 13 = 0, NULL, number * 0.000000001), number % 997, number % 13, if(number % 3 = 0, 'error',"
                        + " 'success') FROM numbers(" + rows + ")");
    }

    private void send(int rows) {
        var topic = Topics.EVENT_ROWS.name();
        stack.send(
                topic,
                WireRows.rows(EventRow.getClassSchema(), blocks.incrementAndGet(), rows).stream()
                        .map(row -> WireRows.wire(stack.schemaId(topic), row))
                        .toList());
    }

    /** One look may follow the other at once: when this is called, nothing is under way. */
    private List<RollupReport> compare(RollupScope scope) {
        return new RollupComparison(sql, Duration.ofMillis(1)).compare("events", scope);
    }

    private List<Difference> differences(RollupScope scope) {
        return compare(scope).stream()
                .flatMap(report -> report.differences().stream())
                .toList();
    }

    private List<Made> rebuild(RollupScope scope, Runnable landed) {
        return new RollupRebuild(sql, landed).rebuild("events", scope);
    }

    /** By how much the rollup's value is above the recount's. */
    private static BigDecimal excess(String column) {
        var words = column.replace(",", "").split(" ", -1);
        return new BigDecimal(words[2]).subtract(new BigDecimal(words[4]));
    }

    private static String time(Instant time) {
        return "toDateTime('" + text(time) + "', 'UTC')";
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString().replace("T", " ").replace("Z", "");
    }

    private static void nothingUnderWay() {
        // No sink writes here.
    }
}
