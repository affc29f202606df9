package io.watchllm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.watchllm.runtime.Health.Status;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
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

    @Test
    void shouldNameTheVariableWhenTheHostIsUnknown() {
        var health = new Fixed(Status.UP, Status.UP);

        assertThatThrownBy(() -> HttpEndpoint.start(
                                new HttpSettings("no.such.host.invalid", 0), health, metrics, List.of())
                        .close())
                .isInstanceOf(ConfigException.class)
                .hasMessage("WATCHLLM_HTTP_HOST: no address is known for 'no.such.host.invalid';"
                        + " expected an address of this machine");
    }

    @Test
    void shouldAnswerUnknownPathsAndMethods() throws Exception {
        var health = new Fixed(Status.UP, Status.UP);
        try (var endpoint = HttpEndpoint.start(new HttpSettings("127.0.0.1", 0), health, metrics, List.of())) {
            assertThat(read(endpoint, "/metrics/more").statusCode()).isEqualTo(404);
            assertThat(read(endpoint, "/../metrics").statusCode()).isEqualTo(400);

            var post =
                    send(HttpRequest.newBuilder(address(endpoint, "/metrics")).POST(BodyPublishers.ofString("x")));
            assertThat(post.statusCode()).isEqualTo(405);
            assertThat(post.headers().firstValue("Allow")).contains("GET, HEAD");
            assertThat(post.headers().firstValue("Server")).isEmpty();
        }
    }

    @Test
    void shouldRejectHeadersBeyondItsLimit() throws Exception {
        var health = new Fixed(Status.UP, Status.UP);
        try (var endpoint = HttpEndpoint.start(new HttpSettings("127.0.0.1", 0), health, metrics, List.of())) {
            var large = HttpRequest.newBuilder(address(endpoint, "/metrics")).header("X-Large", "x".repeat(9_000));

            assertThat(send(large).statusCode()).isEqualTo(431);
            assertThat(read(endpoint, "/health/live").statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> read(HttpEndpoint endpoint, String path) throws Exception {
        return send(HttpRequest.newBuilder(address(endpoint, path)));
    }

    private static URI address(HttpEndpoint endpoint, String path) {
        return URI.create("http://127.0.0.1:" + endpoint.port() + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }
}
