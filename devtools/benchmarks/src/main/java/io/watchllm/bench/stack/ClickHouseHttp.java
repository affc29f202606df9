package io.watchllm.bench.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** ClickHouse's HTTP interface, with as little in between as can be. Thread-safe. */
public final class ClickHouseHttp {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int OK = 200;
    private static final String EXCEPTION = "X-ClickHouse-Exception-Code";
    private static final String SUMMARY = "X-ClickHouse-Summary";

    /**
     * What ClickHouse answered, and what that took.
     *
     * @param body the answer as text, without the last line feed
     * @param nanos from sending the question until the whole answer was there
     * @param serverNanos what ClickHouse says of that, from the question's text to the last row
     * @param readRows rows that it read, of all tables
     * @param readBytes bytes of their columns, uncompressed
     */
    public record Answer(String body, long nanos, long serverNanos, long readRows, long readBytes) {}

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private final String url;
    private final Duration timeout;

    /** @param url the interface; the user needs no password */
    public ClickHouseHttp(String url) {
        this(url, TIMEOUT);
    }

    /**
     * An interface whose answers may take long.
     *
     * @param url the interface; the user needs no password
     * @param timeout how long an answer may take
     */
    public ClickHouseHttp(String url, Duration timeout) {
        this.url = url;
        this.timeout = timeout;
    }

    /**
     * The answer to a statement as text, without the last line feed.
     *
     * @throws IllegalStateException when ClickHouse refuses; with its words
     */
    public String query(String sql) {
        return send(URI.create(url), BodyPublishers.ofString(sql)).body().stripTrailing();
    }

    /**
     * Asks a question, and tells what it took. ClickHouse has finished before the first byte of the answer comes.
     *
     * @param sql the question
     * @param parameters settings, and values as {@code param_…}
     * @throws IllegalStateException when ClickHouse refuses; with its words
     */
    public Answer ask(String sql, Map<String, String> parameters) {
        var all = new LinkedHashMap<>(parameters);
        all.put("wait_end_of_query", "1");
        var uri = URI.create(url + "/?" + encoded(all));
        var begun = System.nanoTime();
        var response = send(uri, BodyPublishers.ofString(sql));
        var nanos = System.nanoTime() - begun;
        var summary = response.headers().firstValue(SUMMARY).orElse("{}");
        try {
            var read = MAPPER.readTree(summary);
            return new Answer(
                    response.body().stripTrailing(),
                    nanos,
                    read.path("elapsed_ns").asLong(),
                    read.path("read_rows").asLong(),
                    read.path("read_bytes").asLong());
        } catch (JsonProcessingException odd) {
            throw new IllegalStateException("not a summary of a query: " + summary, odd);
        }
    }

    /** The answer to a query that gives one whole number. */
    public long number(String sql) {
        return Long.parseLong(query(sql));
    }

    /**
     * Inserts a body.
     *
     * @param statement ends in a FORMAT
     * @param settings of this insert
     * @throws IllegalStateException when ClickHouse refuses; with its words
     */
    public void insert(String statement, Map<String, String> settings, BodyPublisher body) {
        var parameters = new LinkedHashMap<>(settings);
        parameters.put("query", statement);
        send(URI.create(url + "/?" + encoded(parameters)), body);
    }

    private static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private HttpResponse<String> send(URI uri, BodyPublisher body) {
        var request = HttpRequest.newBuilder(uri).POST(body).timeout(timeout).build();
        try {
            var response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != OK
                    || response.headers().firstValue(EXCEPTION).isPresent()) {
                throw new IllegalStateException("ClickHouse answers " + response.statusCode() + ": "
                        + response.body().strip());
            }
            return response;
        } catch (IOException failure) {
            throw new UncheckedIOException("ClickHouse at " + url + " does not answer", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for ClickHouse", interrupted);
        }
    }
}
