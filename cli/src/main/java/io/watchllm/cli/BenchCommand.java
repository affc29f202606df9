package io.watchllm.cli;

import picocli.CommandLine.Command;

/** {@code watchllm bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Measure on this machine, with real engines; docs/benchmarks says how to read the figures.",
        subcommands = {
            BenchSinkCommand.class,
            BenchLatencyCommand.class,
            BenchProcessorCommand.class,
            BenchAlertsCommand.class
        })
final class BenchCommand {}
