package io.watchllm.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** Asks ClickHouse over plain HTTP, past all code of ours. */
record ClickHouseQuery(Map<String, String> variables) {

    /** The single number that a query gives. */
    long number(String sql) throws IOException, InterruptedException {
        return Long.parseLong(text(sql));
    }

    /** The answer as tab-separated text, without the last line break. */
    String text(String sql) throws IOException, InterruptedException {
        var uri = URI.create(variables.get("WATCHLLM_CLICKHOUSE_URL") + "/?database=watchllm");
        var request = HttpRequest.newBuilder(uri)
                .header("X-ClickHouse-User", variables.getOrDefault("WATCHLLM_CLICKHOUSE_USER", "default"))
                .header("X-ClickHouse-Key", variables.getOrDefault("WATCHLLM_CLICKHOUSE_PASSWORD", ""))
                .POST(BodyPublishers.ofString(sql))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(answer.body());
            }
            return answer.body().stripTrailing();
        }
    }
}
