package io.watchllm.cli;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import io.watchllm.notifier.consume.NotifierMetrics;
import io.watchllm.processor.topology.ProcessorMetrics;
import io.watchllm.runtime.Metric;
import io.watchllm.sink.observe.SinkMetrics;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes {@code docs/operators/metrics.md} from the metrics that the processes declare. */
final class MetricsDocument {
    private static final String BEGIN = """
            # Metrics

            This page is generated from the metrics that the processes declare; a test fails when it is out of date.

            `/metrics` of the processor, the sink and the notifier answers with Prometheus text. [Operations](operations.md) says which to watch.

            - A **counter** only rises while the process lives, and counts what this process did: what is done again after a crash is
              counted again. The tables and topics are the counts.
            - A **gauge** is a value at this moment; it speaks of the partitions that this process is assigned.
            - A **timer** or **summary** has `_count` and `_sum`, quantiles 0.5 and 0.99 of the latest minutes, and `_max`; the unit is
              in the name.

            """;

    private static final String PUBLISHER = """
            ## Publisher

            `EventPublisher` is a library and registers nothing: `EventPublisher.counts()` gives what was published, acknowledged,
            failed and sampled out, for the metrics of the service around it. `BudgetWatch.status()` says how well it is informed.
            """;

    private static final PrometheusNamingConvention NAMES = new PrometheusNamingConvention();

    private final StringBuilder text = new StringBuilder(BEGIN);

    private MetricsDocument() {}

    /** The whole page. */
    static String text() {
        var page = new MetricsDocument();
        page.group("Sink", SinkMetrics.ALL);
        page.group("Processor", ProcessorMetrics.ALL);
        page.group("Notifier", NotifierMetrics.ALL);
        page.text.append(PUBLISHER);
        return page.text.toString();
    }

    private void group(String title, List<Metric> metrics) {
        text.append("## ").append(title).append("\n\n| metric | type | labels | meaning |\n|---|---|---|---|\n");
        for (var metric : metrics) {
            var tags = metric.tags().stream().map(tag -> "`" + tag + "`").collect(Collectors.joining(", "));
            text.append("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            prometheusName(metric),
                            metric.type().name().toLowerCase(Locale.ROOT),
                            tags,
                            metric.description().replace("|", "\\|")));
        }
        text.append('\n');
    }

    /** The name that a scrape shows; a timer and a summary have it with endings. */
    static String prometheusName(Metric metric) {
        return switch (metric.type()) {
            case COUNTER -> NAMES.name(metric.name(), Meter.Type.COUNTER, unit(metric)) + "_total";
            case GAUGE -> NAMES.name(metric.name(), Meter.Type.GAUGE, unit(metric));
            case TIMER -> NAMES.name(metric.name(), Meter.Type.TIMER, "seconds");
            case SUMMARY -> NAMES.name(metric.name(), Meter.Type.DISTRIBUTION_SUMMARY, unit(metric));
        };
    }

    private static @Nullable String unit(Metric metric) {
        return metric.unit().isEmpty() ? null : metric.unit();
    }
}
