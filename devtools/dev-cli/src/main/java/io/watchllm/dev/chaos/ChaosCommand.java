package io.watchllm.dev.chaos;

import picocli.CommandLine.Command;

/** {@code watchllm chaos}. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Break things on purpose, on engines of its own, and count rows afterwards.",
        subcommands = {ChaosSinkCommand.class, ChaosProcessorCommand.class})
public final class ChaosCommand {}
