package io.watchllm.dev;

import io.watchllm.cli.Watchllm;
import io.watchllm.dev.bench.BenchCommand;
import io.watchllm.dev.chaos.ChaosCommand;
import io.watchllm.dev.demo.DemoCommand;
import io.watchllm.dev.simulate.SimulateCommand;
import io.watchllm.dev.stack.UpCommand;
import picocli.CommandLine;

/** The root of the command line in a checkout. */
public final class WatchllmDev {
    private WatchllmDev() {}

    public static void main(String[] arguments) {
        Watchllm.run(commandLine(), arguments);
    }

    /** The command line, ready to execute; its output and error writers can be set. */
    public static CommandLine commandLine() {
        var all = Watchllm.commandLine(
                DemoCommand.class, UpCommand.class, SimulateCommand.class, BenchCommand.class, ChaosCommand.class);
        all.getCommandSpec()
                .usageMessage()
                .footerHeading("%nStart here:%n")
                .footer(
                        "  watchllm demo                  the whole pipeline on real engines, on this machine",
                        "  watchllm up                    the engines alone, for working against them",
                        "  watchllm COMMAND --help        what a command does, with examples",
                        "",
                        "Services are configured by environment variables; docs/operators/config.md lists them.");
        return all;
    }
}
