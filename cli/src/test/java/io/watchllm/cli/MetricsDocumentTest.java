package io.watchllm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.watchllm.notifier.consume.NotifierMetrics;
import io.watchllm.processor.topology.ProcessorMetrics;
import io.watchllm.runtime.Metric;
import io.watchllm.sink.observe.SinkMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsDocumentTest {
    private static final Path FILE = Path.of("..").resolve("docs/operators/metrics.md");
    private static final String ADVICE =
            "docs/operators/metrics.md is out of date; ./mvnw test -pl cli -am -Dtest=MetricsDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true writes it";

    @Test
    void shouldBeWhatTheProcessesDeclare() throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(FILE, MetricsDocument.text());
        }

        assertThat(Files.exists(FILE)).as(ADVICE).isTrue();
        assertThat(Files.readString(FILE)).as(ADVICE).isEqualTo(MetricsDocument.text());
    }

    @Test
    void shouldNameEachMetricAsAScrapeDoes() {
        Stream.of(SinkMetrics.ALL, ProcessorMetrics.ALL, NotifierMetrics.ALL)
                .flatMap(List::stream)
                .forEach(metric -> assertThat(scrapeOf(metric))
                        .as(metric.name())
                        .containsPattern("(?m)^" + MetricsDocument.prometheusName(metric) + "(_count)?[{ ]"));
    }

    private static String scrapeOf(Metric metric) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var values = metric.tags().stream().map(tag -> "some").toArray(String[]::new);
        switch (metric.type()) {
            case COUNTER -> metric.counter(registry, values).increment();
            case GAUGE -> metric.gauge(registry, () -> 1, values);
            case TIMER -> metric.timer(registry, values).record(Duration.ofMillis(1));
            case SUMMARY -> metric.summary(registry, values).record(1);
        }
        return registry.scrape();
    }
}
