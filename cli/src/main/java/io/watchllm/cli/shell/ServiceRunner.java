package io.watchllm.cli.shell;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.watchllm.runtime.ExitReason;
import io.watchllm.runtime.HttpEndpoint;
import io.watchllm.runtime.HttpSettings;
import io.watchllm.runtime.PipelineService;
import java.io.PrintWriter;

/**
 * Runs one service until it ends or the process is asked to stop: health and metrics first, then the service; on
 * SIGTERM or Ctrl-C the service is closed within its own bound.
 */
public final class ServiceRunner {
    private final String name;
    private final PrintWriter err;

    public ServiceRunner(String name, PrintWriter err) {
        this.name = name;
        this.err = err;
    }

    /** Returns the exit code. */
    public int run(PipelineService service, HttpSettings http, PrometheusMeterRegistry metrics)
            throws InterruptedException {
        try (var endpoint = HttpEndpoint.start(http, service.health(), metrics, service.pages())) {
            var hook = Thread.ofPlatform().name("shutdown").unstarted(() -> stop(service));
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                service.start();
                err.println("watchllm: " + name + " runs; health and metrics on port " + endpoint.port());
                return exitCode(service.await());
            } finally {
                service.close();
                forget(hook);
            }
        }
    }

    private int exitCode(ExitReason reason) {
        return switch (reason) {
            case ExitReason.Stopped() -> 0;
            case ExitReason.Failed failed -> {
                err.println("watchllm: " + name + " ended: " + failed.message());
                yield Failures.FAILED;
            }
        };
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The JVM is going down: the hook is what brought us here.
        }
    }

    /** The JVM goes down when this returns, so this thread has the last word. */
    private void stop(PipelineService service) {
        service.close();
        try {
            err.println(
                    switch (service.await()) {
                        case ExitReason.Stopped() -> "watchllm: " + name + " stopped";
                        case ExitReason.Failed failed -> "watchllm: " + name + " ended: " + failed.message();
                    });
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        err.flush();
    }
}
