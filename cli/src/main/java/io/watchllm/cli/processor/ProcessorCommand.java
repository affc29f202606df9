package io.watchllm.cli.processor;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.watchllm.cli.shell.EnvironmentOption;
import io.watchllm.cli.shell.ServiceRunner;
import io.watchllm.processor.ProcessorService;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.HttpSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code watchllm processor}. */
@Command(
        name = "processor",
        mixinStandardHelpOptions = true,
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
            "Settings are environment variables (WATCHLLM_KAFKA_…, WATCHLLM_PROCESSOR_…); docs/config.md lists them.",
        })
public final class ProcessorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private EnvironmentOption environment;

    @Override
    public Integer call() throws InterruptedException {
        var variables = variables();
        var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var service = new ProcessorService(ProcessorSettings.from(variables), metrics);
        return new ServiceRunner("processor", spec.commandLine().getErr())
                .run(service, HttpSettings.from(variables), metrics);
    }

    Environment variables() {
        return environment.environment();
    }
}
