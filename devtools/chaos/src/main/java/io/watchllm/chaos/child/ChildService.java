package io.watchllm.chaos.child;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.ExitReason;
import io.watchllm.runtime.HttpEndpoint;
import io.watchllm.runtime.HttpSettings;
import io.watchllm.runtime.PipelineService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a service in a process of its own until it ends, and tells the parent the port of its health. */
final class ChildService {
    private static final Logger log = LoggerFactory.getLogger(ChildService.class);

    private ChildService() {}

    /** @param portFile is there, with the port in it, once the service was started */
    static void run(PipelineService service, Environment variables, PrometheusMeterRegistry metrics, Path portFile)
            throws IOException, InterruptedException {
        try (var endpoint =
                HttpEndpoint.start(HttpSettings.from(variables), service.health(), metrics, service.pages())) {
            Runtime.getRuntime().addShutdownHook(new Thread(service::close, "shutdown"));
            service.start();
            tell(portFile, endpoint.port());
            if (service.await() instanceof ExitReason.Failed failed) {
                log.error("ended error={}", failed.message(), failed.cause());
                // Threads that hang would keep the process otherwise, and its parent would wait for its end.
                System.exit(1);
            }
        }
    }

    private static void tell(Path file, int port) throws IOException {
        var whole = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(whole, Integer.toString(port));
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
