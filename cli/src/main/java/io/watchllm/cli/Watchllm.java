package io.watchllm.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of the command line. */
@Command(
        name = "watchllm",
        mixinStandardHelpOptions = true,
        version = "watchllm 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        description = "LLM and agent events: from Kafka, through Kafka Streams, into ClickHouse; nothing is lost.",
        footerHeading = "%nStart here:%n",
        footer = {
            "  watchllm demo                  the whole pipeline on real engines, on this machine",
            "  watchllm up                    the engines alone, for working against them",
            "  watchllm COMMAND --help        what a command does, with examples",
            "",
            "Services are configured by environment variables; docs/config.md lists them."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed; the message says why", "2:wrong usage or wrong settings"},
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            ProcessorCommand.class,
            SinkCommand.class,
            NotifierCommand.class,
            TopicsCommand.class,
            SchemaCommand.class,
            SendCommand.class,
            SimulateCommand.class,
            AlertsCommand.class,
            QueryCommand.class,
            RunCommand.class,
            DeadLettersCommand.class,
            PricesCommand.class,
            RulesCommand.class,
            AuditCommand.class,
            RollupsCommand.class,
            SpaceCommand.class,
            BooksCommand.class,
            HealthCommand.class,
            BenchCommand.class,
            ChaosCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Watchllm {
    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "With an error, print where in the code it arose.")
    private boolean stacktrace;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line, ready to execute; its output and error writers can be set. */
    public static CommandLine commandLine() {
        var root = new Watchllm();
        return new CommandLine(root)
                .setExecutionExceptionHandler(new Failures(() -> root.stacktrace))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }
}
