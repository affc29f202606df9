package io.watchllm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.watchllm.runtime.Health.Status;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpEndpointTest {
    private record Fixed(Status live, Status ready) implements Health {}

    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void shouldShowHealthAndMetrics() throws Exception {
        metrics.counter("rows").increment(3);
        var health = new Fixed(Status.UP, Status.down("ClickHouse does not answer"));
        try (var endpoint = HttpEndpoint.start(new HttpSettings("127.0.0.1", 0), health, metrics, List.of())) {
            var live = read(endpoint, "/health/live");
            var ready = read(endpoint, "/health/ready");

            assertThat(live.statusCode()).isEqualTo(200);
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).isEqualTo("ClickHouse does not answer\n");
            assertThat(read(endpoint, "/metrics").body()).contains("rows_total 3.0");
        }
    }

    @Test
    void shouldShowThePagesOfAService() throws Exception {
        var page = new Page("/status", "application/json", () -> "{\"tables\":[]}");
        var health = new Fixed(Status.UP, Status.UP);
        try (var endpoint = HttpEndpoint.start(new HttpSettings("127.0.0.1", 0), health, metrics, List.of(page))) {
            var answer = read(endpoint, "/status");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(answer.body()).isEqualTo("{\"tables\":[]}");
        }
    }

    @Test
    void shouldNameTheVariableWhenThePortIsTaken() {
        var health = new Fixed(Status.UP, Status.UP);
        try (var first = HttpEndpoint.start(new HttpSettings("127.0.0.1", 0), health, metrics, List.of())) {
            var same = new HttpSettings("127.0.0.1", first.port());

            assertThatThrownBy(() ->
                            HttpEndpoint.start(same, health, metrics, List.of()).close())
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("WATCHLLM_HTTP_PORT: can't listen on 127.0.0.1:" + first.port());
        }
    }

    private static HttpResponse<String> read(HttpEndpoint endpoint, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
