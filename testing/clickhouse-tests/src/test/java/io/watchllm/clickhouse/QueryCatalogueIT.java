package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.data.ClickHouseFormat;
import io.watchllm.clickhouse.core.QueryArguments;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every query of the catalogue, on a real engine and a small data set with known answers. */
class QueryCatalogueIT {
    private static final QueryCatalogue CATALOGUE = QueryCatalogue.load();
    private static final AnalystData DATA = AnalystData.ofToday();

    /** What a rollup sums up of the prompt calls. */
    private static final Set<String> MEASURES = Set.of(
            "tokens_input",
            "tokens_output",
            "tokens_cache_read",
            "tokens_cache_write",
            "tokens_reasoning",
            "cost_estimate_usd",
            "latency_ms",
            "ttft_ms",
            "status");

    /** Rollups know how many calls are unpriced, and not how many tokens these had. */
    private static final Set<String> BEYOND_ROLLUPS = Set.of("unpriced_models");

    /** By what a rollup has it. */
    private static final Set<String> DIMENSIONS =
            Set.of("project_id", "timestamp", "event_type", "env", "provider", "model");

    private static TestDatabase database;
    private static BlockClient reader;

    @BeforeAll
    static void fill() {
        database = TestDatabase.created();
        DATA.insert(database);
        reader = BlockClient.open(database.settings());
    }

    @AfterAll
    static void drop() {
        reader.close();
        database.close();
    }

    static Stream<String> reading() {
        return CATALOGUE.names().stream();
    }

    /**
     * A question with its answer, as a file tells it: lines {@code # parameter=value}, then the answer with its names.
     */
    record Case(Map<String, String> given, String answer) {
        static Case of(String text) {
            var lines = text.lines().toList();
            var given = new HashMap<String, String>();
            lines.stream().takeWhile(line -> line.startsWith("# ")).forEach(line -> {
                var cut = line.indexOf('=');
                given.put(line.substring(2, cut), line.substring(cut + 1));
            });
            return new Case(given, String.join("\n", lines.subList(given.size(), lines.size())));
        }
    }

    @ParameterizedTest
    @MethodSource("reading")
    void shouldAnswer(String name) {
        for (var question : cases(name)) {
            assertThat(answer(reader, name, question.given()))
                    .as("%s %s", name, question.given())
                    .isEqualTo(question.answer());
        }
    }

    @ParameterizedTest
    @MethodSource("reading")
    void shouldReadNoPayloadThatItDoesNotShow(String name) {
        var question = cases(name).getFirst();
        var shown = List.of(question.answer().lines().findFirst().orElse("").split("\t"));

        assertThat(hiddenPayload(reads(name, question.given()), shown)).isEmpty();
    }

    @Test
    void shouldFindPayloadThatIsReadAndNotShown() {
        var reads = QueryReads.of(database, "SELECT uniq(prompt), max(response) AS response FROM events", Map.of());

        assertThat(hiddenPayload(reads, List.of("uniq(prompt)", "response"))).containsExactly("events.prompt");
    }

    @ParameterizedTest
    @MethodSource("reading")
    void shouldReadARollupWhereOneHasTheAnswer(String name) {
        assertThat(rollupWouldDo(reads(name, cases(name).getFirst().given()))).isEqualTo(BEYOND_ROLLUPS.contains(name));
    }

    @Test
    void shouldFindWhatARollupWouldAnswer() {
        var byModel =
                "SELECT model, sum(cost_estimate_usd) FROM events WHERE event_type = 'prompt_call' GROUP BY model";

        assertThat(rollupWouldDo(QueryReads.of(database, byModel, Map.of()))).isTrue();
        assertThat(rollupWouldDo(QueryReads.of(database, byModel.replace("model", "user_id"), Map.of())))
                .isFalse();
    }

    /** The statement of the page, with each number as it was given. */
    @Test
    void shouldReadBackWhatWasInsertedByHandAsThePageSays() throws IOException {
        var awkward = "What's \"up\"?\\t\\n{x:String} 100 %";
        var given = new HashMap<>(Map.of("event_id", "hand", "project", "p9", "run", "r9", "model", "gpt-4o"));
        given.putAll(Map.of("timestamp", DATA.yesterday() + " 23:00:00.500", "prompt", awkward, "response", "All."));
        given.putAll(Map.of("env", "staging", "tokens_input", "12", "tokens_output", "34", "cost_usd", "0.25"));
        given.putAll(Map.of("latency_ms", "850", "status", "success"));
        var page = Files.readString(Path.of("..", "..", "docs", "analysts", "insert-by-hand.md"));
        var from = page.indexOf("```sql\n") + "```sql\n".length();
        var statement = page.substring(from, page.indexOf("```", from));
        try (var empty = TestDatabase.created();
                var writer = BlockClient.open(empty.settings())) {
            writer.read(statement, given, ClickHouseFormat.TSV, InputStream::readAllBytes);

            assertThat(empty.sql(
                            "SELECT event_id, project_id, run_id, timestamp, event_type, env, tags, model, tokens_input,"
                                    + " tokens_output, cost_estimate_usd, response, latency_ms, status,"
                                    + " source_partition, source_offset, flags FROM events"))
                    .isEqualTo("hand\tp9\tr9\t" + DATA.yesterday() + " 23:00:00.500\tprompt_call\tstaging"
                            + "\t['by-hand']\tgpt-4o\t12\t34\t0.25\tAll.\t850\tsuccess\t-1\t-1\t[]");
            assertThat(empty.sql("SELECT prompt FROM events FORMAT RawBLOB")).isEqualTo(awkward);
            assertThat(empty.sql("SELECT requests, cost_usd, latency_ms_p99 > 840, users FROM hourly_report"))
                    .isEqualTo("1\t0.25\t1\t0");
        }
    }

    /** One range, one total: whichever way it is split, and equal to a sum over the rows themselves. */
    @Test
    void shouldGiveTheSameTotalByEveryDimension() {
        var range = Map.of(
                "project",
                "shop",
                "from",
                DATA.yesterday().minusDays(9).toString(),
                "to",
                DATA.yesterday().toString());
        var total = new BigDecimal(database.sql("SELECT sum(toDecimal128(ifNull(cost_estimate_usd, 0), 9)) FROM events"
                + " WHERE project_id = 'shop' AND event_type = 'prompt_call'"));

        assertThat(total).isEqualByComparingTo("100.09");
        for (var name : List.of(
                "cost_by_model",
                "cost_by_user",
                "cost_by_agent",
                "cost_by_day",
                "cost_by_env",
                "cost_by_template",
                "cost_by_release",
                "cost_by_session",
                "cost_by_model_and_user",
                "calls_by_hour_of_day",
                "slowest_runs")) {
            assertThat(costs(answer(reader, name, range))).as(name).isEqualByComparingTo(total);
        }
    }

    private static BigDecimal costs(String answer) {
        var lines = answer.lines().map(line -> List.of(line.split("\t", -1))).toList();
        var column = lines.getFirst().indexOf("cost_usd");
        return lines.stream()
                .skip(1)
                .map(line -> new BigDecimal(line.get(column)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void shouldSayWhatIsMissing() {
        try (var absent = TestDatabase.absent();
                var lost = BlockClient.open(absent.settings())) {
            assertThatThrownBy(() -> answer(lost, "project_overview", Map.of()))
                    .isInstanceOf(StatementException.class)
                    .hasMessageContaining("database '" + absent.name() + "' is missing. Run: watchllm schema create");
        }
    }

    static List<Case> cases(String name) {
        return Stream.of(DATA.file("answers/" + name + ".tsv").split("\n\n"))
                .map(Case::of)
                .toList();
    }

    static String answer(BlockClient reader, String name, Map<String, String> given) {
        var query = CATALOGUE.find(name).orElseThrow();
        var arguments = QueryArguments.of(query, given);
        assertThat(arguments.problems()).isEmpty();
        return reader.read(
                        query.sql(),
                        arguments.values(),
                        ClickHouseFormat.TSVWithNames,
                        body -> new String(body.readAllBytes(), StandardCharsets.UTF_8))
                .stripTrailing();
    }

    private static QueryReads reads(String name, Map<String, String> given) {
        var query = CATALOGUE.find(name).orElseThrow();
        var parameters = QueryArguments.of(query, given).values().entrySet().stream()
                .collect(Collectors.toMap(value -> "param_" + value.getKey(), Map.Entry::getValue));
        return QueryReads.of(database, query.sql(), parameters);
    }

    /** Large texts that are read, and of which no column of the answer has the name. */
    private static Set<String> hiddenPayload(QueryReads reads, List<String> shown) {
        var payload = database.rows("SELECT table, name FROM system.columns WHERE database = currentDatabase()"
                + " AND compression_codec = 'CODEC(ZSTD(3))'");
        assertThat(payload).contains(List.of("events", "prompt"), List.of("tool_calls", "tool_output"));
        var hidden = new TreeSet<String>();
        for (var column : payload) {
            var name = column.getLast();
            if (reads.of(column.getFirst()).contains(name)
                    && shown.stream().noneMatch(title -> title.equals(name) || title.startsWith(name + "_"))) {
                hidden.add(String.join(".", column));
            }
        }
        return hidden;
    }

    /** Whether it sums up prompt calls by nothing but what a rollup has. */
    private static boolean rollupWouldDo(QueryReads reads) {
        var columns = new TreeSet<>(reads.of("events"));
        var measures = columns.stream().anyMatch(MEASURES::contains);
        columns.removeAll(MEASURES);
        columns.removeAll(DIMENSIONS);
        return measures && columns.isEmpty();
    }
}
