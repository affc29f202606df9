package io.watchllm.cli.reprice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.cli.Watchllm;
import io.watchllm.cli.kafka.KafkaConnection;
import io.watchllm.cli.prices.PriceTopic;
import io.watchllm.cli.reprice.core.Correction;
import io.watchllm.cli.reprice.core.Tally;
import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.clickhouse.SchemaTool;
import io.watchllm.processor.core.price.PriceList;
import io.watchllm.processor.core.price.PricePreference;
import io.watchllm.processor.core.price.Pricer;
import io.watchllm.processor.core.price.Repricer;
import io.watchllm.processor.prices.BuiltInPrices;
import io.watchllm.schemas.Topics;
import io.watchllm.service.Environment;
import io.watchllm.sink.audit.Audit;
import io.watchllm.sink.audit.RollupReport;
import io.watchllm.sink.config.SinkSettings;
import io.watchllm.sink.config.SinkTable;
import io.watchllm.sink.core.RetryPolicy;
import io.watchllm.sink.write.DeliveryProof;
import io.watchllm.sink.write.TableReader;
import io.watchllm.teststack.Part;
import io.watchllm.teststack.TestStack;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls that were stored with other prices, a price list that is another one now, and what a run in between may lose.
 */
@Timeout(300)
class RepriceIT {
    private static final Instant MONTH = lastMonth();
    private static final Instant FROM = MONTH.minus(Duration.ofDays(3));
    private static final Instant TO = MONTH.plus(Duration.ofDays(2));

    private static final String PRICES = """
            {"price_version": "it-new", "source": "the list as it should have been", "prices": [
              {"model": "it-a", "input_usd": 0.0005, "output_usd": 0.001},
              {"model": "it-late", "input_usd": 0.002, "output_usd": 0.002}]}""";

    /** What the list comes to, reckoned by ClickHouse. */
    private static final String EXPECTED =
            "toDecimal128(multiIf(model = 'it-a', tokens_input * 5 + tokens_output * 10, (tokens_input + tokens_output) * 20), 9) / 10000";

    @TempDir
    private static Path folder;

    private static TestStack stack;
    private static SinkSettings settings;
    private static ClickHouseConnection clickHouse;
    private static Path variables;
    private static Pricer pricer;

    private record Run(int exitCode, String out, String err) {}

    @BeforeAll
    static void start() throws IOException {
        stack = TestStack.start(Part.KAFKA, Part.SCHEMA_REGISTRY, Part.CLICKHOUSE);
        var all = new HashMap<>(stack.environment());
        all.put("WATCHLLM_SINK_RETRY_BACKOFF", "1ms");
        settings = SinkSettings.from(new Environment(all));
        new KafkaConnection(settings.kafka()).setUp(Topics.ALL);
        new SchemaTool(settings.clickHouse(), SchemaSettings.DEFAULT).create(_ -> {});
        clickHouse = ClickHouseConnection.open(settings.clickHouse());
        variables = Files.write(
                folder.resolve("stack.env"),
                all.entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList());
        var file = Files.writeString(folder.resolve("prices.json"), PRICES);
        assertThat(run("load", file.toString()).exitCode()).isZero();
        var topic = new PriceTopic(new KafkaConnection(settings.kafka())).read();
        pricer = new Pricer(PriceList.of(topic.rows(), BuiltInPrices.rows()), PricePreference.CLIENT);
    }

    @AfterAll
    static void stop() {
        clickHouse.close();
        stack.close();
    }

    @Test
    void shouldBringRowsAndRollupsInLineAndNothingElse() {
        store("shop", 1_000);
        store("neighbour", 20);
        var others =
                sum("SELECT sum(cityHash64(*)) AS n FROM watchllm.events WHERE project_id != 'shop' OR timestamp >= "
                        + Tables.literal(TO) + " OR timestamp < " + Tables.literal(FROM));
        var untouched = sum(
                "SELECT sum(cityHash64(* EXCEPT (cost_estimate_usd, cost_source, price_version, flags))) AS n FROM watchllm.events");
        var asItWas = sum("SELECT sum(cityHash64(*)) AS n FROM watchllm.events");

        var dry = command("shop", "--dry-run");
        assertThat(dry.exitCode()).as(dry.err()).isZero();
        assertThat(dry.out()).contains("a dry run: ").contains("hours equal");
        assertThat(sum("SELECT sum(cityHash64(*)) AS n FROM watchllm.events"))
                .as("a dry run changes nothing")
                .isEqualTo(asItWas);

        var real = command("shop", "--batch", "150");
        assertThat(real.exitCode()).as(real.err()).isZero();
        assertThat(real.err()).contains("correction 1: ", "correction 2: ", "correction 3: ");

        var scope = " FROM watchllm.events WHERE project_id = 'shop' AND event_type = 'prompt_call' AND timestamp >= "
                + Tables.literal(FROM) + " AND timestamp < " + Tables.literal(TO);
        assertThat(
                        sum(
                                "SELECT count() AS n" + scope + " AND source_offset % 10 < 7 AND cost_estimate_usd = "
                                        + EXPECTED
                                        + " AND cost_source = 'price_table' AND price_version = 'it-new' AND NOT has(flags, 'price_family')"))
                .as("calls that cost what the list says")
                .isEqualTo(sum("SELECT count() AS n" + scope + " AND source_offset % 10 < 7"))
                .isNotEqualTo("0");
        assertThat(sum("SELECT count() AS n" + scope + " AND source_offset % 10 IN (7, 8) AND cost_estimate_usd = 7.5"))
                .as("calls with a cost of their client, or of a model that was cut, stay")
                .isEqualTo(sum("SELECT count() AS n" + scope + " AND source_offset % 10 IN (7, 8)"))
                .isNotEqualTo("0");
        assertThat(
                        sum(
                                "SELECT sum(cityHash64(* EXCEPT (cost_estimate_usd, cost_source, price_version, flags))) AS n FROM watchllm.events"))
                .isEqualTo(untouched);
        assertThat(sum("SELECT sum(cityHash64(*)) AS n FROM watchllm.events WHERE project_id != 'shop' OR timestamp >= "
                        + Tables.literal(TO) + " OR timestamp < " + Tables.literal(FROM)))
                .as("other projects and other times")
                .isEqualTo(others);
        assertRollupsEqualARecount("shop");
        assertThat(clickHouse.query("SHOW TABLES FROM watchllm LIKE '%work%'")).isEmpty();

        assertThat(command("shop", "--json").out()).contains("\"changed\":0", "\"blocks\":0", "\"equal\":true");

        for (var table : List.of("events", "hourly_metrics", "daily_metrics", "project_totals", "cost_corrections")) {
            clickHouse.execute("OPTIMIZE TABLE watchllm." + table + " FINAL");
        }
        assertRollupsEqualARecount("shop");
    }

    @Test
    void shouldEndWhatWasWrittenAndNotApplied() {
        store("cut-off", 200);
        // A table in the way of the mutation: the ledger and the rollups are moved, the rows are not.
        var work = "watchllm." + EventsMutation.workTable("cut-off", 1);
        clickHouse.execute("CREATE TABLE " + work + " ENGINE = Memory AS SELECT run_id, timestamp, event_id,"
                + " source_partition, source_offset, sequence, cost_after_usd, cost_source_after, price_version_after,"
                + " flags_after FROM watchllm.cost_corrections LIMIT 0");
        assertThat(reprice("cut-off", false).exitCode()).isEqualTo(1);
        var between = reprice("cut-off", true);
        assertThat(between.out()).contains("correction 1 of an earlier run is not ended", "Rows and rollups differ");
        assertThat(between.exitCode()).isEqualTo(1);

        clickHouse.execute("DROP TABLE " + work);
        var again = reprice("cut-off", false);

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out())
                .contains("correction 1 of an earlier run was ended first", "calls were changed, in 1 blocks");
        assertThat(again.err()).contains("ended correction 1 of ");
        assertRollupsEqualARecount("cut-off");
        assertThat(reprice("cut-off", false).out())
                .contains("nothing to change")
                .doesNotContain("earlier run");
    }

    @Test
    void shouldReachARollupThatABlockDidNotReach() {
        store("half-way", 200);
        clickHouse.execute("ALTER TABLE watchllm.daily_metrics ADD CONSTRAINT no_delta CHECK total_requests > 0");
        var failed = reprice("half-way", false);
        clickHouse.execute("ALTER TABLE watchllm.daily_metrics DROP CONSTRAINT no_delta");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err()).contains("was not acknowledged after 6 attempts");
        assertThat(sum("SELECT count() AS n FROM watchllm.cost_corrections WHERE project_id = 'half-way'"))
                .as("the ledger has what a rollup lacks")
                .isNotEqualTo("0");

        var again = reprice("half-way", false);

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).contains("correction 1 of an earlier run was ended first");
        assertRollupsEqualARecount("half-way");
    }

    @Test
    void shouldNotSendABlockAgainThatARollupMayHaveForgotten() {
        store("late", 100);
        var work = "watchllm." + EventsMutation.workTable("late", 1);
        clickHouse.execute("CREATE TABLE " + work + " ENGINE = Memory AS SELECT 1 AS x");
        assertThat(reprice("late", false).exitCode()).isEqualTo(1);
        clickHouse.execute("DROP TABLE " + work);
        // Two later blocks push the token out.
        clickHouse.execute(
                "ALTER TABLE watchllm.hourly_metrics MODIFY SETTING non_replicated_deduplication_window = 2");
        store("pusher", 100);
        store("pusher-2", 100);

        var again = reprice("late", false);

        clickHouse.execute(
                "ALTER TABLE watchllm.hourly_metrics MODIFY SETTING non_replicated_deduplication_window = 10000");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).contains("too many blocks came since to send it again");
        assertRollupsEqualARecount("late");
    }

    @Test
    void shouldLetOneOfTwoRunsWriteANumber() {
        store("twice", 60);
        var corrections = corrections("twice");
        try (var one = ledger("twice", "one");
                var other = ledger("twice", "other")) {
            one.ledger().append(1, corrections.subList(0, 4));

            assertThatThrownBy(() -> other.ledger().append(1, corrections.subList(4, 9)))
                    .isInstanceOf(RepriceException.class)
                    .hasMessageContaining("another run repriced project 'twice' meanwhile");
        }

        assertThat(reprice("twice", false).exitCode()).isZero();
        assertRollupsEqualARecount("twice");
    }

    @Test
    void shouldSayWhichTimeIsWrong() {
        assertThat(run("reprice", "--project", "p", "--from", "2026-01-02T00:00:00Z", "--to", "2026-01-01T00:00:00Z")
                        .err())
                .contains("--from: '2026-01-02T00:00:00Z' is not before --to");
        assertThat(run("reprice", "--project", "p", "--from", "1d", "--to", "2999-01-01T00:00:00Z")
                        .exitCode())
                .isEqualTo(2);
    }

    private record Opened(CorrectionLedger ledger, com.clickhouse.client.api.Client client) implements AutoCloseable {
        @Override
        public void close() {
            client.close();
        }
    }

    private static Opened ledger(String project, String repriceId) {
        var client = io.watchllm.sink.write.ClickHouseConnection.open(settings.clickHouse(), settings.inserting());
        var reader = new TableReader(client, "watchllm", CorrectionLedger.TABLE);
        var proof = new DeliveryProof(settings.clickHouse(), reader, CorrectionLedger.TABLE, Duration.ofMinutes(1));
        var writer = new CorrectionLedger.Writer(project, repriceId, Clock.systemUTC(), new RetryPolicy(1, 1));
        return new Opened(new CorrectionLedger(new Tables(client, "watchllm"), reader, proof.look(), writer), client);
    }

    private static List<Correction> corrections(String project) {
        try (var client =
                io.watchllm.sink.write.ClickHouseConnection.open(settings.clickHouse(), settings.inserting())) {
            var page = new CallReader(new Tables(client, "watchllm"), project)
                    .page(new CallReader.Span(FROM, MONTH), null, 1_000);
            return Correction.among(page, new Repricer(pricer), new Tally());
        }
    }

    /** The calls lie on both sides of its begin, all of them in the past and within their retention. */
    private static Instant lastMonth() {
        return Clock.systemUTC()
                .instant()
                .atZone(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .withDayOfMonth(1)
                .minusMonths(1)
                .toInstant();
    }

    /** Calls of ten kinds, from a day before the scope to a day behind it, in one block. */
    private static void store(String project, int rows) {
        var stepMillis = Duration.ofDays(7).toMillis() / rows;
        clickHouse.execute("""
                INSERT INTO watchllm.events (event_id, project_id, run_id, timestamp, event_type, user_id, env, prompt, response,
                    provider, model, tokens_input, tokens_output, cost_estimate_usd, cost_source, price_version, flags, latency_ms,
                    status, source_partition, source_offset)
                SETTINGS insert_deduplication_token = 'test/%1$s', deduplicate_blocks_in_dependent_materialized_views = 1,
                    max_insert_threads = 1
                SELECT concat('e', toString(number)), '%1$s', concat('run ''', toString(number %% 7)),
                    %2$s + toIntervalMillisecond(number * %3$d), if(number %% 10 = 9, 'agent_step', 'prompt_call'),
                    concat('u', toString(number %% 5)), if(number %% 3 = 0, 'production', 'staging'), 'p', 'r',
                    if(number %% 10 = 0, NULL, 'openai'), multiIf(number %% 10 = 9, NULL, number %% 10 = 6, 'it-late', 'it-a'),
                    if(number %% 10 = 9, NULL, number %% 997), if(number %% 10 = 9, NULL, number %% 91),
                    multiIf(number %% 10 IN (6, 9), NULL, number %% 10 IN (7, 8), 7.5, number %% 997 * 0.25),
                    multiIf(number %% 10 = 9, NULL, number %% 10 = 6, 'unpriced', number %% 10 = 7, 'client', 'price_table'),
                    if(number %% 10 < 6 OR number %% 10 = 8, 'it-old', NULL),
                    multiIf(number %% 10 = 8, ['model_truncated'], number %% 10 = 1, ['redacted', 'price_family'], []),
                    number %% 1000, if(number %% 4 = 0, 'error', 'success'), 0, number
                FROM numbers(%4$d)
                """.formatted(project, Tables.literal(FROM.minus(Duration.ofDays(1))), stepMillis, rows));
    }

    /** By the audit, which reckons every rollup anew from the rows. */
    private static void assertRollupsEqualARecount(String project) {
        try (var registry = new KafkaConnection(settings.kafka()).registry();
                var audit = new Audit(settings, registry, Clock.systemUTC())) {
            var events = SinkTable.ALL.stream()
                    .filter(table -> table.table().equals("events"))
                    .findFirst()
                    .orElseThrow();
            var reports = audit.rollups(events);
            assertThat(reports)
                    .extracting(RollupReport::rollup)
                    .contains("hourly_metrics", "daily_metrics", "project_totals");
            assertThat(reports)
                    .flatExtracting(RollupReport::differences)
                    .filteredOn(difference -> difference.key().contains(project))
                    .isEmpty();
        } catch (IOException problem) {
            throw new AssertionError(problem);
        }
    }

    private static String sum(String sql) {
        return clickHouse.query(sql).getFirst().getOrDefault("n", "");
    }

    /** The command, on its way through Kafka. */
    private static Run command(String project, String... arguments) {
        var all = new ArrayList<>(List.of("--project", project, "--from", FROM.toString(), "--to", TO.toString()));
        all.addAll(List.of(arguments));
        return run("reprice", all.toArray(String[]::new));
    }

    /** What the command does once it has the prices. */
    private static Run reprice(String project, boolean dryRun) {
        var steps = new ArrayList<String>();
        var scope = new Repricing.Scope(project, FROM, TO, 1_000, dryRun);
        try (var repricing = new Repricing(scope, settings, pricer, steps::add)) {
            var report = repricing.run();
            return new Run(report.proven() ? 0 : 1, new RepriceText(report).text(), String.join("\n", steps));
        } catch (RepriceException failure) {
            return new Run(1, "", String.valueOf(failure.getMessage()));
        }
    }

    private static Run run(String command, String... arguments) {
        var all = new ArrayList<>(List.of("prices", command, "--env-file", variables.toString()));
        all.addAll(List.of(arguments));
        var out = new StringWriter();
        var err = new StringWriter();
        var exitCode = Watchllm.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        return new Run(exitCode, out.toString(), err.toString());
    }
}
