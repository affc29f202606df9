package io.watchllm.cli.reprice;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.cli.CommandRun;
import io.watchllm.cli.prices.RepriceText;
import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.ClickHouseServer;
import io.watchllm.clickhouse.Row;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.clickhouse.SchemaTool;
import io.watchllm.clickhouse.core.SqlLiteral;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.delivery.table.ShardConnections;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.audit.Audit;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.ledger.BlockLedger;
import io.watchllm.operations.prices.PriceTopic;
import io.watchllm.operations.reprice.CallReader;
import io.watchllm.operations.reprice.CorrectionLedger;
import io.watchllm.operations.reprice.Repricing;
import io.watchllm.operations.reprice.core.Correction;
import io.watchllm.operations.reprice.core.RepriceTotals;
import io.watchllm.operations.rollup.RollupReport;
import io.watchllm.pricing.BuiltInPrices;
import io.watchllm.pricing.PriceList;
import io.watchllm.pricing.PricePreference;
import io.watchllm.pricing.Pricer;
import io.watchllm.pricing.Repricer;
import io.watchllm.runtime.Environment;
import io.watchllm.schemas.Topics;
import io.watchllm.teststack.Part;
import io.watchllm.teststack.TestStack;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.Map;

/** Real engines with the schema and a price list, and short ways to store calls, reprice them and look at them. */
final class RepriceStack {
    static final Instant MONTH = lastMonth();
    static final Instant FROM = MONTH.minus(Duration.ofDays(3));
    static final Instant TO = MONTH.plus(Duration.ofDays(2));

    private static final String PRICES = """
            {"price_version": "it-new", "source": "the list as it should have been", "prices": [
              {"model": "it-a", "input_usd": 0.0005, "output_usd": 0.001},
              {"model": "it-late", "input_usd": 0.002, "output_usd": 0.002}]}""";

    private final TestStack stack;
    private final SinkSettings settings;
    private final ClickHouseConnection clickHouse;
    private final Path variables;
    private final Pricer pricer;

    private static final class Shared {
        static final RepriceStack INSTANCE = start();
    }

    /** The one stack of these tests, each of which has projects of its own. Nobody closes it: it ends with this JVM. */
    static RepriceStack shared() {
        return Shared.INSTANCE;
    }

    private static RepriceStack start() {
        try {
            return new RepriceStack(Files.createTempDirectory("watchllm-reprice"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @param folder for the files that commands read */
    private RepriceStack(Path folder) throws IOException {
        stack = TestStack.start(Part.KAFKA, Part.SCHEMA_REGISTRY, Part.CLICKHOUSE);
        var all = new HashMap<>(stack.environment());
        all.put("WATCHLLM_SINK_RETRY_BACKOFF", "1ms");
        settings = SinkSettings.from(new Environment(all));
        new KafkaConnection(settings.kafka()).setUp(Topics.ALL);
        new SchemaTool(settings.clickHouse(), SchemaSettings.DEFAULT).create(_ -> {});
        clickHouse = ClickHouseConnection.open(settings.clickHouse());
        variables = CommandRun.variables(folder, all);
        var file = Files.writeString(folder.resolve("prices.json"), PRICES);
        assertThat(run("load", file.toString()).exitCode()).isZero();
        var topic = new PriceTopic(new KafkaConnection(settings.kafka())).read();
        pricer = new Pricer(
                PriceList.of(List.copyOf(topic.values().values()), BuiltInPrices.rows()), PricePreference.CLIENT);
    }

    /** The variables by which commands find the engines. */
    Map<String, String> environment() {
        return stack.environment();
    }

    void execute(String sql) {
        clickHouse.execute(sql);
    }

    List<Row> query(String sql) {
        return clickHouse.query(sql);
    }

    record Opened(Ledger ledger, ClickHouseServer server) implements AutoCloseable {
        @Override
        public void close() {
            server.close();
        }
    }

    interface Ledger {
        void append(long sequence, List<Correction> corrections);
    }

    Opened ledger(String project, String repriceId) {
        var server = ShardConnections.open(settings.clickHouse(), settings.inserting());
        var ledger = CorrectionLedger.ledger(
                server, settings.inserting(), project, new BlockLedger.Run(repriceId, Clock.systemUTC()));
        return new Opened(
                (sequence, corrections) -> ledger.append(
                        sequence,
                        before -> CorrectionLedger.rows(
                                new CorrectionLedger.Head(project, sequence, repriceId, before), corrections)),
                server);
    }

    List<Correction> corrections(String project) {
        try (var server = ShardConnections.open(settings.clickHouse(), settings.inserting())) {
            var page = new CallReader(server, project).page(new CallReader.Span(FROM, MONTH), null, 1_000);
            return Correction.among(page, new Repricer(pricer), new RepriceTotals());
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
    void store(String project, int rows) {
        clickHouse.execute(insert(project, rows, "1"));
    }

    /** The statement that stores those of these calls that a condition on their number lets through. */
    static String insert(String project, int rows, String condition) {
        var stepMillis = Duration.ofDays(7).toMillis() / rows;
        return """
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
                FROM numbers(%4$d) WHERE %5$s
                """.formatted(project, SqlLiteral.of(FROM.minus(Duration.ofDays(1))), stepMillis, rows, condition);
    }

    /** By the audit, which reckons every rollup anew from the rows. */
    void assertRollupsEqualARecount(String project) {
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

    String sum(String sql) {
        return clickHouse.query(sql).getFirst().text("n");
    }

    /** The command, on its way through Kafka. */
    CommandRun command(String project, String... arguments) {
        var all = new ArrayList<>(List.of("--project", project, "--from", FROM.toString(), "--to", TO.toString()));
        all.addAll(List.of(arguments));
        return run("reprice", all.toArray(String[]::new));
    }

    /** What the command does once it has the prices. */
    CommandRun reprice(String project, boolean dryRun) {
        var steps = new ArrayList<String>();
        var scope = new Repricing.Scope(project, FROM, TO, 1_000, dryRun);
        try (var repricing = new Repricing(scope, settings, pricer, steps::add)) {
            var report = repricing.run();
            return new CommandRun(report.proven() ? 0 : 1, new RepriceText(report).text(), String.join("\n", steps));
        } catch (OperationException failure) {
            return new CommandRun(1, "", String.valueOf(failure.getMessage()));
        }
    }

    /** A command about rollups. */
    CommandRun rollups(String command, List<String> range, String... more) {
        var all = new ArrayList<>(List.of(command));
        all.addAll(range);
        all.addAll(List.of(more));
        return CommandRun.of(List.of("rollups"), variables, all.toArray(String[]::new));
    }

    CommandRun run(String command, String... arguments) {
        return CommandRun.of(List.of("prices", command), variables, arguments);
    }
}
