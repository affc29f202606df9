package io.watchllm.cli;

import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
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
        // Numbers in SQL, settings and texts are the same everywhere, whatever digits the place writes.
        Locale.setDefault(Locale.ROOT);
        System.exit(commandLine().execute(arguments));
    }

    /** The command line, ready to execute; its output and error writers can be set. */
    public static CommandLine commandLine() {
        var root = new Watchllm();
        return new CommandLine(root)
                .setExecutionExceptionHandler(new Failures(() -> root.stacktrace))
                .setExecutionStrategy(Watchllm::run)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    /** Help is ours alone, colours included; what a command prints may hold text from outside. */
    private static int run(ParseResult arguments) {
        var helped = CommandLine.executeHelpRequest(arguments);
        if (helped != null) {
            return helped;
        }
        var root = arguments.commandSpec().commandLine();
        var out = new PlainWriter(root.getOut());
        var err = new PlainWriter(root.getErr());
        root.setOut(out).setErr(err);
        try {
            return new RunLast().execute(arguments);
        } finally {
            out.flush();
            err.flush();
        }
    }
}
