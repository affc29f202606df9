package io.watchllm.chaos.sink;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.watchllm.service.Environment;
import io.watchllm.service.ExitReason;
import io.watchllm.service.HttpEndpoint;
import io.watchllm.service.HttpSettings;
import io.watchllm.sink.SinkService;
import io.watchllm.sink.config.SinkSettings;
import io.watchllm.sink.config.SinkTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Set;

/**
 * Runs the sink as {@code watchllm sink} does, but for a table of the arguments: a file that gets the port of its
 * health, then table, topic and group.
 */
public final class SinkMain {
    private SinkMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Locale.setDefault(Locale.ROOT);
        var variables = Environment.ofProcess();
        var table = new SinkTable(arguments[1], arguments[2], arguments[3]);
        var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var service = new SinkService(SinkSettings.from(variables).withTables(Set.of(table)), metrics);
        try (var endpoint =
                HttpEndpoint.start(HttpSettings.from(variables), service.health(), metrics, service.pages())) {
            Runtime.getRuntime().addShutdownHook(new Thread(service::close, "shutdown"));
            service.start();
            tell(Path.of(arguments[0]), endpoint.port());
            if (service.await() instanceof ExitReason.Failed failed) {
                throw new IllegalStateException(failed.message(), failed.cause());
            }
        }
    }

    private static void tell(Path file, int port) throws IOException {
        var whole = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(whole, Integer.toString(port));
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
