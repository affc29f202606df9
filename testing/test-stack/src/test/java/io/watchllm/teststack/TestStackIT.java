package io.watchllm.teststack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Holds for whichever backend is chosen. */
@Timeout(300)
class TestStackIT {
    @Test
    void shouldServeEveryPart() throws Exception {
        try (var stack = TestStack.start();
                var admin = Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrap()));
                var http = HttpClient.newHttpClient()) {
            assertThat(admin.describeCluster().nodes().get(1, TimeUnit.MINUTES)).hasSize(1);
            var subjects = HttpRequest.newBuilder(URI.create(stack.schemaRegistryUrl() + "/subjects"))
                    .build();
            assertThat(http.send(subjects, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
            assertThat(query(http, stack.clickHouse(), "SELECT 6 * 7")).isEqualTo("42");
        }
    }

    @Test
    void shouldFindItsDataAgainWhenClickHouseWasKilled() throws Exception {
        try (var stack = TestStack.start(Part.CLICKHOUSE);
                var http = HttpClient.newHttpClient()) {
            query(http, stack.clickHouse(), "CREATE TABLE kept (n Int32) ENGINE = MergeTree ORDER BY n");
            query(http, stack.clickHouse(), "INSERT INTO kept VALUES (7)");

            stack.killableClickHouse().ifPresent(clickHouse -> {
                clickHouse.kill();
                clickHouse.restart();
            });

            assertThat(query(http, stack.clickHouse(), "SELECT n FROM kept")).isEqualTo("7");
        }
    }

    private static String query(HttpClient http, ClickHouseAddress address, String sql)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(address.httpUrl()))
                .header("X-ClickHouse-User", address.user())
                .header("X-ClickHouse-Key", address.password())
                .POST(BodyPublishers.ofString(sql))
                .build();
        return http.send(request, BodyHandlers.ofString()).body().stripTrailing();
    }
}
