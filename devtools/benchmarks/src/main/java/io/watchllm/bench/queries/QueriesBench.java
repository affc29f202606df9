package io.watchllm.bench.queries;

import io.watchllm.bench.core.QueriesReport;
import io.watchllm.bench.core.QueryFigures;
import io.watchllm.bench.core.Space;
import io.watchllm.bench.stack.ClickHouseHttp;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.QueryCatalogue;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.clickhouse.SchemaTool;
import io.watchllm.clickhouse.core.CatalogueQuery;
import io.watchllm.localstack.LocalClickHouse;
import io.watchllm.localstack.LocalStack;
import io.watchllm.runtime.Secret;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code bench queries}: fills the tables, asks every query of the catalogue, and the plain schema the same. */
public final class QueriesBench {
    private static final Duration ANSWER_MAX = Duration.ofHours(1);
    private static final Duration BUDGET = Duration.ofSeconds(60);
    private static final Duration PEER_BUDGET = Duration.ofSeconds(20);
    private static final Duration FRESH = Duration.ofMinutes(30);

    /** The last runs go on for some minutes. */
    private static final Duration RUNS_LAST = Duration.ofMinutes(5);

    private final QueriesPlan plan;
    private final PrintWriter err;
    private final Map<String, Object> setup = new LinkedHashMap<>();

    /** @param err where progress is told */
    public QueriesBench(QueriesPlan plan, PrintWriter err) {
        this.plan = plan;
        this.err = err;
    }

    /**
     * Starts ClickHouse, fills what is not filled, measures, stops it.
     *
     * @throws IllegalStateException when the disk is too small, or the plain tables have other rows
     */
    public QueriesReport run() {
        tell(DiskNeed.of(plan).require());
        tell("starting ClickHouse");
        try (var server = plan.data() == null ? LocalClickHouse.start() : LocalClickHouse.start(plan.data())) {
            return run(server);
        }
    }

    private QueriesReport run(LocalClickHouse server) {
        var http = new ClickHouseHttp(server.httpUrl(), ANSWER_MAX);
        var recipe = fill(server, http);
        setup.put("rows", plan.rows());
        setup.put("rows_tool_calls", http.number("SELECT count() FROM " + LocalStack.DATABASE + ".tool_calls"));
        setup.put("rows_agent_steps", http.number("SELECT count() FROM " + LocalStack.DATABASE + ".agent_steps"));
        setup.put(
                "parts",
                http.number("SELECT count() FROM system.parts WHERE active AND database = '" + LocalStack.DATABASE
                        + "' AND table = 'events'"));
        setup.put("repeats", plan.repeats());
        if (plan.days() != null) {
            setup.put("days", plan.days());
        }
        if (plan.peer()) {
            requireSameRows(http);
        }
        var own = space(http, LocalStack.DATABASE);
        var peer = plan.peer() ? space(http, PlainSchema.DATABASE) : null;
        var questions = QuestionSet.of(http, LocalStack.DATABASE, recipe, plan.days());
        QueryTimer.warmUp(http);
        var figures = new ArrayList<QueryFigures>();
        for (var query : QueryCatalogue.load().queries()) {
            figures.add(measure(http, query, questions));
        }
        return new QueriesReport(setup, figures, own, peer);
    }

    private RowRecipe fill(LocalClickHouse server, ClickHouseHttp http) {
        var log = new FillLog(http);
        var texts = RecordedTexts.load();
        var fresh = new RowRecipe(plan.rows(), Instant.now().minus(RUNS_LAST), texts);
        var found = log.end(LocalStack.DATABASE, fresh.print());
        var recipe = found.map(end -> new RowRecipe(plan.rows(), end, texts)).orElse(fresh);
        found.filter(end -> end.isBefore(Instant.now().minus(FRESH).minus(RUNS_LAST)))
                .ifPresent(end -> tell("the rows that are there end at " + end + ": questions about the last hours find"
                        + " few of them. Another --data fills anew"));
        var databases = new ArrayList<String>();
        if (found.isEmpty()) {
            databases.add(LocalStack.DATABASE);
        }
        if (plan.peer()
                && (found.isEmpty()
                        || log.end(PlainSchema.DATABASE, recipe.print()).isEmpty())) {
            databases.add(PlainSchema.DATABASE);
        }
        if (databases.isEmpty()) {
            tell(String.format(
                    Locale.ROOT, "merged %,.0f s after the start", new TableFill(http, this::tell).settle()));
        } else {
            texts.insert(http);
            databases.forEach(database -> fill(server, http, log, recipe, database));
            RecordedTexts.drop(http);
        }
        return recipe;
    }

    private void fill(LocalClickHouse server, ClickHouseHttp http, FillLog log, RowRecipe recipe, String database) {
        log.drop(database);
        if (database.equals(PlainSchema.DATABASE)) {
            new PlainSchema(http).create(LocalStack.DATABASE);
        } else {
            var settings = new ClickHouseSettings(
                    URI.create(server.httpUrl()), server.user(), new Secret(""), database, null, Duration.ofMinutes(1));
            new SchemaTool(settings, SchemaSettings.DEFAULT).create(_ -> {});
        }
        var fill = new TableFill(http, this::tell);
        var seconds = fill.fill(recipe, database);
        tell(String.format(Locale.ROOT, "database %s: filled in %,.0f s; waiting for merges", database, seconds));
        var settled = fill.settle();
        tell(String.format(Locale.ROOT, "database %s: merged %,.0f s later", database, settled));
        log.filled(database, recipe);
        setup.put("fill_s_" + database, Math.round(seconds));
        setup.put("merge_s_" + database, Math.round(settled));
    }

    private QueryFigures measure(ClickHouseHttp http, CatalogueQuery query, QuestionSet questions) {
        tell("asking " + query.name());
        var timer = new QueryTimer(http, plan.repeats(), BUDGET);
        var own = timer.time(LocalStack.DATABASE, query.sql(), () -> questions.biggest(query));
        var median = questions
                .median(query)
                .map(values -> timer.time(LocalStack.DATABASE, query.sql(), () -> values))
                .orElse(null);
        var peer = plan.peer() && PlainSchema.answers(query.name())
                ? new QueryTimer(http, plan.repeats(), PEER_BUDGET)
                        .time(
                                PlainSchema.DATABASE,
                                PlainSchema.question(query.name(), query.sql()),
                                () -> questions.biggest(query))
                : null;
        return new QueryFigures(query.name(), own, median, peer);
    }

    private void requireSameRows(ClickHouseHttp http) {
        tell("comparing the rows of both");
        for (var table : RowRecipe.TABLES) {
            var sums = List.of(LocalStack.DATABASE, PlainSchema.DATABASE).stream()
                    .map(database -> http.query("SELECT count(), sum(cityHash64(event_id)), sum(toUnixTimestamp64Milli("
                            + "timestamp)), sum(latency_ms) FROM " + database + "." + table
                            + " WHERE source_offset >= 0"))
                    .toList();
            if (!sums.getFirst().equals(sums.getLast())) {
                throw new IllegalStateException(
                        "the plain " + table + " has other rows; counts and sums of both: " + sums);
            }
        }
    }

    private static Space space(ClickHouseHttp http, String database) {
        var sums = http.query("SELECT sum(bytes_on_disk), sum(data_uncompressed_bytes), sum(data_compressed_bytes)"
                        + " FROM system.parts WHERE active AND database = '" + database + "'")
                .split("\t", -1);
        return new Space(Long.parseLong(sums[0]), Long.parseLong(sums[1]), Long.parseLong(sums[2]));
    }

    private void tell(String news) {
        err.println("watchllm: " + news);
        err.flush();
    }
}
