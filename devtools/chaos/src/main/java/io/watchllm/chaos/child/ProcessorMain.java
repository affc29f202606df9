package io.watchllm.chaos.child;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.watchllm.processor.ProcessorService;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.runtime.Environment;
import java.io.IOException;
import java.nio.file.Path;

/** Runs the processor as {@code watchllm processor} does. Its argument is a file that gets the port of its health. */
public final class ProcessorMain {
    private ProcessorMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var variables = Environment.ofProcess();
        var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var service = new ProcessorService(ProcessorSettings.from(variables), metrics);
        ChildService.run(service, variables, metrics, Path.of(arguments[0]));
    }
}
