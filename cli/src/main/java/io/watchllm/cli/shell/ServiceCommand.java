package io.watchllm.cli.shell;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.ExitReason;
import io.watchllm.runtime.HttpEndpoint;
import io.watchllm.runtime.HttpSettings;
import io.watchllm.runtime.PipelineService;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Base of commands that run one service until it ends or the process is asked to stop: health and metrics first, then
 * the service; on SIGTERM or Ctrl-C the service is closed within its own bound.
 */
public abstract class ServiceCommand extends TopCommand implements Callable<Integer> {

    /**
     * Runs a service; returns the exit code.
     *
     * @param name of the service, for messages
     * @param create makes the service from the registry of its metrics
     */
    protected final int run(String name, Environment variables, Function<MeterRegistry, PipelineService> create)
            throws InterruptedException {
        var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var service = create.apply(metrics);
        var http = HttpSettings.from(variables);
        try (var endpoint = HttpEndpoint.start(http, service.health(), metrics, service.pages())) {
            var hook = Thread.ofPlatform().name("shutdown").unstarted(() -> stop(name, service));
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                service.start();
                err().println("watchllm: " + name + " runs; health and metrics on port " + endpoint.port());
                if (service.await() instanceof ExitReason.Failed failed) {
                    err().println("watchllm: " + name + " ended: " + failed.message());
                    return Failures.FAILED;
                }
                return 0;
            } finally {
                service.close();
                forget(hook);
            }
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The JVM is going down: the hook is what brought us here.
        }
    }

    /** The JVM goes down when this returns, so this thread has the last word. */
    private void stop(String name, PipelineService service) {
        service.close();
        try {
            var end = service.await() instanceof ExitReason.Failed failed ? "ended: " + failed.message() : "stopped";
            err().println("watchllm: " + name + " " + end);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        err().flush();
    }
}
