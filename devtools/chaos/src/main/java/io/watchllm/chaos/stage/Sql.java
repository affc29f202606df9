package io.watchllm.chaos.stage;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Talks to ClickHouse directly, past every proxy. Thread-safe. */
public final class Sql {
    private static final Duration ANSWER = Duration.ofMinutes(5);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;

    /** @param url the HTTP interface */
    public Sql(String url) {
        this.url = url;
    }

    /**
     * Runs a statement; gives its answer as tab-separated text without the last line feed.
     *
     * @throws ChaosException when ClickHouse refuses it or does not answer
     */
    public String run(String statement) {
        return send(url, BodyPublishers.ofString(statement), statement);
    }

    /** The fields of an answer of one line. */
    public List<String> row(String statement) {
        return List.of(run(statement).split("\t", -1));
    }

    /** Inserts a body in the format that the statement names. */
    public void insert(String statement, byte[] body) {
        var address = url + "/?query=" + URLEncoder.encode(statement, StandardCharsets.UTF_8);
        send(address, BodyPublishers.ofByteArray(body), statement);
    }

    private String send(String address, BodyPublisher body, String statement) {
        var request = HttpRequest.newBuilder(URI.create(address))
                .POST(body)
                .timeout(ANSWER)
                .build();
        try {
            var response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new ChaosException("ClickHouse refused '" + statement + "': " + response.body());
            }
            return response.body().stripTrailing();
        } catch (IOException failure) {
            throw new ChaosException("ClickHouse did not answer '" + statement + "'", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ChaosException("interrupted", interrupted);
        }
    }
}
