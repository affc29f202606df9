package io.watchllm.chaos.child;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.runtime.Environment;
import io.watchllm.sink.SinkService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * Runs the sink as {@code watchllm sink} does, but for a table of the arguments: a file that gets the port of its
 * health, then table, topic and group, and how far ahead its clock is.
 */
public final class SinkMain {
    private SinkMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Locale.setDefault(Locale.ROOT);
        var variables = Environment.ofProcess();
        var table = new SinkTable(arguments[1], arguments[2], arguments[3]);
        var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var service = new SinkService(
                SinkSettings.from(variables).withTables(Set.of(table)),
                metrics,
                Clock.offset(Clock.systemUTC(), Duration.parse(arguments[4])));
        ChildService.run(service, variables, metrics, Path.of(arguments[0]));
    }
}
