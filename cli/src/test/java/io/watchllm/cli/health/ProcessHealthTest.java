package io.watchllm.cli.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.watchllm.operations.status.LocalAnswer;
import io.watchllm.runtime.Health;
import io.watchllm.runtime.HttpEndpoint;
import io.watchllm.runtime.HttpSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessHealthTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** Alive, but not ready. */
    private record Starting() implements Health {
        @Override
        public Status live() {
            return Status.UP;
        }

        @Override
        public Status ready() {
            return Status.down("waiting for the table");
        }
    }

    @Test
    void shouldSayWhatTheProcessSays() throws Exception {
        try (var endpoint = HttpEndpoint.start(
                new HttpSettings("127.0.0.1", 0),
                new Starting(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                List.of())) {
            var process = new HttpSettings("0.0.0.0", endpoint.port()).local();

            assertThat(LocalAnswer.health(process.resolve("/health/live"), DEADLINE))
                    .isEqualTo(Health.Status.UP);
            assertThat(LocalAnswer.health(process.resolve("/health/ready"), DEADLINE))
                    .isEqualTo(Health.Status.down("waiting for the table"));
        }
    }

    @Test
    void shouldBeDownWhenNobodyAnswers() throws Exception {
        int free;
        try (var socket = new java.net.ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        var process = new HttpSettings("127.0.0.1", free).local();

        var status = LocalAnswer.health(process.resolve("/health/ready"), DEADLINE);

        assertThat(status.up()).isFalse();
        assertThat(status.detail()).contains("no answer from http://127.0.0.1:" + free, "WATCHLLM_HTTP_PORT");
    }
}
