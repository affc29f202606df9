package io.watchllm.clickhouse;

import io.watchllm.localstack.LocalClickHouse;
import io.watchllm.runtime.Secret;
import io.watchllm.teststack.Part;
import io.watchllm.teststack.TestStack;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A database of its own on one real server, which all tests of this module share. */
final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ClickHouseSettings settings;

    private TestDatabase(ClickHouseSettings settings) {
        this.settings = settings;
    }

    /** A database that is not there yet. */
    static TestDatabase absent() {
        var server = Server.INSTANCE.clickHouse();
        return new TestDatabase(new ClickHouseSettings(
                URI.create(server.httpUrl()),
                server.user(),
                new Secret(server.password()),
                "watchllm_test_" + COUNT.incrementAndGet(),
                null,
                Duration.ofMinutes(1)));
    }

    /** A database on a server of the test's own; whether it is there is for the test to say. */
    static TestDatabase on(LocalClickHouse server, String name) {
        return new TestDatabase(new ClickHouseSettings(
                URI.create(server.httpUrl()), server.user(), Secret.EMPTY, name, null, Duration.ofMinutes(1)));
    }

    /** The same database as another user, who has no password, sees it. */
    TestDatabase as(String user) {
        return new TestDatabase(new ClickHouseSettings(
                settings.url(), user, Secret.EMPTY, settings.database(), null, settings.timeout()));
    }

    /** A database with the whole schema. */
    static TestDatabase created() {
        return created(SchemaSettings.DEFAULT);
    }

    /** A database with the whole schema as these settings want it. */
    static TestDatabase created(SchemaSettings schema) {
        var database = absent();
        new SchemaTool(database.settings, schema).create(_ -> {});
        return database;
    }

    ClickHouseSettings settings() {
        return settings;
    }

    String name() {
        return settings.database();
    }

    SchemaTool tool() {
        return new SchemaTool(settings, SchemaSettings.DEFAULT);
    }

    /** Runs a statement in this database; its answer as it came, without the last line end. */
    String sql(String sql) {
        return sql(sql, Map.of());
    }

    /** Runs a statement with URL parameters: settings, or {@code param_…}. */
    String sql(String sql, Map<String, String> parameters) {
        var all = new HashMap<>(parameters);
        all.putIfAbsent("database", settings.database());
        all.put("wait_end_of_query", "1");
        var query = all.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(URI.create(settings.url() + "/?" + query))
                .header("X-ClickHouse-User", settings.user())
                .header("X-ClickHouse-Key", settings.password().reveal())
                .POST(HttpRequest.BodyPublishers.ofString(sql))
                .build();
        try {
            var response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError(sql + "\n" + response.body());
            }
            return response.body().stripTrailing();
        } catch (IOException problem) {
            throw new AssertionError(sql, problem);
        } catch (InterruptedException problem) {
            Thread.currentThread().interrupt();
            throw new AssertionError(sql, problem);
        }
    }

    /** The rows of a query, each a list of its columns as text. */
    List<List<String>> rows(String sql) {
        return sql(sql).lines().map(line -> Arrays.asList(line.split("\t", -1))).toList();
    }

    @Override
    public void close() {
        sql("DROP DATABASE IF EXISTS " + name(), Map.of("database", "system"));
    }

    /** Started by the first test that needs it; ends with this JVM. */
    private static final class Server {
        static final TestStack INSTANCE = TestStack.start(Part.CLICKHOUSE);
    }
}
