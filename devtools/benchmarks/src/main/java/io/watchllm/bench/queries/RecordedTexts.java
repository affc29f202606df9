package io.watchllm.bench.queries;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchllm.bench.stack.ClickHouseHttp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Texts of the recorded runs that ship with the product, in tables that rows are looked up in: by script and number of
 * the call, {@code calls}; by number, {@code tools}. A script is a recorded run with other digits in its texts, so that
 * two of them that lie side by side are not the same.
 *
 * @param runs the prompt calls of each recorded run, in order
 * @param calls the tool calls of all of them
 */
record RecordedTexts(List<List<JsonNode>> runs, List<JsonNode> calls) {
    /** Where the texts stand while tables are filled. */
    static final String DATABASE = "watchllm_bench";

    /**
     * A value under a condition, else null with nothing behind it, as the sink writes it: what is masked takes room,
     * too.
     */
    private static final Map<String, String> FUNCTIONS = Map.of(
            "text_if", "(condition, value) -> nullIf(if(condition, value, ''), '')",
            "number_if", "(condition, value) -> if(condition, if(condition, value, 0), NULL)",
            "time_if",
                    "(condition, value) -> if(condition, if(condition, value, fromUnixTimestamp64Milli(0, 'UTC')), NULL)");

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SAMPLE = "samples/airline-agent.ndjson.gz";
    private static final int VARIANTS = 16;
    private static final int CALLS_MAX = 32;
    private static final String DIGITS = "0123456789";

    /** Reads the shipped sample. */
    static RecordedTexts load() {
        var runs = new LinkedHashMap<String, List<JsonNode>>();
        var tools = new ArrayList<JsonNode>();
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Resource.open(SAMPLE)), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var event = MAPPER.readTree(line);
                switch (event.path("event_type").asText()) {
                    case "prompt_call" ->
                        runs.computeIfAbsent(event.path("run_id").asText(), any -> new ArrayList<>())
                                .add(event);
                    case "tool_call" -> tools.add(event);
                    default -> {
                        // Steps repeat what the calls say, and checks have no texts.
                    }
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("can't read " + SAMPLE, failure);
        }
        return new RecordedTexts(List.copyOf(runs.values()), tools);
    }

    /** Runs that differ in their texts. */
    int scripts() {
        return runs.size() * VARIANTS;
    }

    /** Tool calls. */
    int tools() {
        return calls.size();
    }

    /** Makes the tables and functions that the statements of a fill use. */
    void insert(ClickHouseHttp http) {
        http.query("CREATE DATABASE IF NOT EXISTS " + DATABASE);
        drop(http);
        FUNCTIONS.forEach((name, text) -> http.query("CREATE OR REPLACE FUNCTION " + name + " AS " + text));
        http.query("CREATE TABLE " + DATABASE
                + ".calls (key UInt32, prompt String, response String) ENGINE = Join(ANY, LEFT, key)");
        http.query("CREATE TABLE " + DATABASE
                + ".tools (key UInt32, input String, output String) ENGINE = Join(ANY, LEFT, key)");
        for (var variant = 0; variant < VARIANTS; variant++) {
            insert(http, "calls", scripts(variant));
        }
        var lines = new StringBuilder();
        for (var key = 0; key < calls.size(); key++) {
            var call = calls.get(key);
            line(
                    lines,
                    Map.of(
                            "key", key,
                            "input", call.path("input").toString(),
                            "output", call.path("output").toString()));
        }
        insert(http, "tools", lines.toString());
    }

    /** Drops them, and with them the memory that they take. */
    static void drop(ClickHouseHttp http) {
        http.query("DROP TABLE IF EXISTS " + DATABASE + ".calls SYNC");
        http.query("DROP TABLE IF EXISTS " + DATABASE + ".tools SYNC");
        FUNCTIONS.keySet().forEach(name -> http.query("DROP FUNCTION IF EXISTS " + name));
    }

    private String scripts(int variant) {
        var lines = new StringBuilder();
        for (var run = 0; run < runs.size(); run++) {
            var recorded = runs.get(run);
            var script = variant * runs.size() + run;
            for (var call = 0; call < CALLS_MAX; call++) {
                var said = recorded.get(Math.min(call, recorded.size() - 1));
                line(
                        lines,
                        Map.of(
                                "key", script * CALLS_MAX + call,
                                "prompt", varied(said.path("prompt").asText(), variant),
                                "response", varied(said.path("response").asText(), variant)));
            }
        }
        return lines.toString();
    }

    /** The text with each digit another one; the same digits are the same ones again. */
    private static String varied(String text, int variant) {
        var varied = new StringBuilder(text);
        for (var i = 0; i < text.length(); i++) {
            var digit = DIGITS.indexOf(text.charAt(i));
            if (digit >= 0) {
                varied.setCharAt(i, DIGITS.charAt((digit * (variant < 10 ? 1 : 3) + variant) % 10));
            }
        }
        return varied.toString();
    }

    private static void line(StringBuilder lines, Map<String, Object> row) {
        lines.append(MAPPER.valueToTree(row).toString()).append('\n');
    }

    private static void insert(ClickHouseHttp http, String table, String lines) {
        http.insert(
                "INSERT INTO " + DATABASE + "." + table + " FORMAT JSONEachRow",
                Map.of("async_insert", "0"),
                BodyPublishers.ofString(lines));
    }
}
