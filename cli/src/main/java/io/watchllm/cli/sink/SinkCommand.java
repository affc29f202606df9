package io.watchllm.cli.sink;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.watchllm.cli.shell.ServiceRunner;
import io.watchllm.cli.shell.TopCommand;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.HttpSettings;
import io.watchllm.sink.SinkService;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code watchllm sink}. */
@Command(
        name = "sink",
        subcommands = {SinkStatusCommand.class, SinkAcceptLossCommand.class, SinkRewindCommand.class},
        description = {
            "Run the sink until it is stopped: it writes the row topics into their ClickHouse tables.",
            "",
            "Settings are environment variables (WATCHLLM_KAFKA_…, WATCHLLM_CLICKHOUSE_…, WATCHLLM_SINK_…);"
                    + " docs/operators/config.md lists them.",
        },
        footerHeading = "%nExample, a process for the largest table and one for the rest:%n",
        footer = {
            "  watchllm sink --tables events",
            "  watchllm sink --tables tool_calls,agent_steps",
            "",
            "How they fare:",
            "",
            "  watchllm sink status"
        })
public final class SinkCommand extends TopCommand implements Callable<Integer> {
    @Option(
            names = "--tables",
            scope = ScopeType.INHERIT,
            paramLabel = "T,…",
            description = "Tables: events, tool_calls, agent_steps (default: WATCHLLM_SINK_TABLES, or all three).")
    private @Nullable String tables;

    @Override
    public Integer call() throws InterruptedException {
        var variables = variables();
        var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var service = new SinkService(SinkSettings.from(variables), metrics);
        return new ServiceRunner("sink", err()).run(service, HttpSettings.from(variables), metrics);
    }

    /** The variables of this process and of the options that it was given. */
    Environment variables() {
        return environment("WATCHLLM_SINK_TABLES", tables);
    }
}
