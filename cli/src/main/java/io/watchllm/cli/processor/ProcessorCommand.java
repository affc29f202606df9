package io.watchllm.cli.processor;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.watchllm.cli.shell.ServiceRunner;
import io.watchllm.cli.shell.TopCommand;
import io.watchllm.processor.ProcessorService;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.runtime.HttpSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code watchllm processor}. */
@Command(
        name = "processor",
        subcommands = {
            ProcessorStatusCommand.class,
            ProcessorSkipCommand.class,
            ProcessorRewindCommand.class,
            ProcessorAcceptLossCommand.class
        },
        description = {
            "Run the stream processor until it is stopped: it validates, redacts, prices and deduplicates"
                    + " events, and splits them into rows.",
            "",
            "Settings are environment variables (WATCHLLM_KAFKA_…, WATCHLLM_PROCESSOR_…); docs/operators/config.md lists them.",
        })
public final class ProcessorCommand extends TopCommand implements Callable<Integer> {
    @Override
    public Integer call() throws InterruptedException {
        var variables = environment();
        var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var service = new ProcessorService(ProcessorSettings.from(variables), metrics);
        return new ServiceRunner("processor", err()).run(service, HttpSettings.from(variables), metrics);
    }
}
