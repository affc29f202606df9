package io.watchllm.bench.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** ClickHouse's HTTP interface, with as little in between as can be. Thread-safe. */
public final class ClickHouseHttp {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int OK = 200;
    private static final String EXCEPTION = "X-ClickHouse-Exception-Code";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private final String url;

    /** @param url the interface; the user needs no password */
    public ClickHouseHttp(String url) {
        this.url = url;
    }

    /**
     * The answer to a statement as text, without the last line feed.
     *
     * @throws IllegalStateException when ClickHouse refuses; with its words
     */
    public String query(String sql) {
        return send(URI.create(url), BodyPublishers.ofString(sql)).stripTrailing();
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
        var query = parameters.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        send(URI.create(url + "/?" + query), body);
    }

    private String send(URI uri, BodyPublisher body) {
        var request = HttpRequest.newBuilder(uri).POST(body).timeout(TIMEOUT).build();
        try {
            var response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != OK
                    || response.headers().firstValue(EXCEPTION).isPresent()) {
                throw new IllegalStateException("ClickHouse answers " + response.statusCode() + ": "
                        + response.body().strip());
            }
            return response.body();
        } catch (IOException failure) {
            throw new UncheckedIOException("ClickHouse at " + url + " does not answer", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for ClickHouse", interrupted);
        }
    }
}
