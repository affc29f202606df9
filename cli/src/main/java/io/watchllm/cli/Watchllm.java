package io.watchllm.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.watchllm.cli.alerts.AlertsCommand;
import io.watchllm.cli.audit.AuditCommand;
import io.watchllm.cli.deadletters.DeadLettersCommand;
import io.watchllm.cli.health.HealthCommand;
import io.watchllm.cli.notifier.NotifierCommand;
import io.watchllm.cli.prices.PricesCommand;
import io.watchllm.cli.processor.ProcessorCommand;
import io.watchllm.cli.query.QueryCommand;
import io.watchllm.cli.reconcile.ReconcileCommand;
import io.watchllm.cli.rollups.RollupsCommand;
import io.watchllm.cli.rules.RulesCommand;
import io.watchllm.cli.run.RunCommand;
import io.watchllm.cli.schema.SchemaCommand;
import io.watchllm.cli.send.SendCommand;
import io.watchllm.cli.shell.Failures;
import io.watchllm.cli.shell.PlainWriter;
import io.watchllm.cli.shell.ServiceCommand;
import io.watchllm.cli.shell.TimeConverter;
import io.watchllm.cli.sink.SinkCommand;
import io.watchllm.cli.space.SpaceCommand;
import io.watchllm.cli.topics.TopicsCommand;
import java.time.Instant;
import java.util.Locale;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** The root of the command line. */
@Command(
        name = "watchllm",
        version = "watchllm 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        description = "LLM and agent events: from Kafka, through Kafka Streams, into ClickHouse; nothing is lost.",
        footerHeading = "%n",
        footer = {
            "Services are configured by environment variables; docs/operators/config.md lists them.",
            "watchllm COMMAND --help says what a command does, with examples."
        },
        exitCodeList = {"0:done", "1:failed; the message says why", "2:wrong usage or wrong settings"},
        subcommands = {
            ProcessorCommand.class,
            SinkCommand.class,
            NotifierCommand.class,
            TopicsCommand.class,
            SchemaCommand.class,
            SendCommand.class,
            AlertsCommand.class,
            QueryCommand.class,
            RunCommand.class,
            DeadLettersCommand.class,
            PricesCommand.class,
            RulesCommand.class,
            AuditCommand.class,
            RollupsCommand.class,
            SpaceCommand.class,
            ReconcileCommand.class,
            HealthCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Watchllm {
    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "With an error, print where in the code it arose.")
    private boolean stacktrace;

    public static void main(String[] arguments) {
        run(commandLine(), arguments);
    }

    /** Executes a command line as the process: ends it with the exit code of the command. */
    public static void run(CommandLine commandLine, String... arguments) {
        // Numbers in SQL, settings and texts are the same everywhere, whatever digits the place writes.
        Locale.setDefault(Locale.ROOT);
        System.exit(commandLine.execute(arguments));
    }

    /**
     * The command line, ready to execute; its output and error writers can be set.
     *
     * @param more commands beside those that every distribution has
     */
    public static CommandLine commandLine(Class<?>... more) {
        var root = new Watchllm();
        var all = new CommandLine(root);
        for (var command : more) {
            all.addSubcommand(command);
        }
        all.registerConverter(Instant.class, new TimeConverter());
        complete(all.getCommandSpec());
        return all.setExecutionExceptionHandler(new Failures(() -> root.stacktrace))
                .setExecutionStrategy(Watchllm::run)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    /**
     * Gives a command and those below it what all have: {@code --help}, {@code --version}, and headings of their help.
     */
    private static void complete(CommandSpec command) {
        if (!command.helpCommand() && !command.mixinStandardHelpOptions()) {
            command.mixinStandardHelpOptions(true);
        }
        var help = command.usageMessage();
        if (help.footer().length > 0 && help.footerHeading().isEmpty()) {
            help.footerHeading("%nExamples:%n");
        }
        if (!help.exitCodeList().isEmpty() && help.exitCodeListHeading().isEmpty()) {
            help.exitCodeListHeading("%nExit codes:%n");
        }
        command.subcommands().values().forEach(below -> complete(below.getCommandSpec()));
    }

    /** Help is ours alone, colours included; what a command prints may hold text from outside. */
    private static int run(ParseResult arguments) {
        var helped = CommandLine.executeHelpRequest(arguments);
        if (helped != null) {
            return helped;
        }
        var root = arguments.commandSpec().commandLine();
        if (!(command(arguments).userObject() instanceof ServiceCommand)) {
            quietServices();
        }
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

    /** The command that is to be executed. */
    private static CommandSpec command(ParseResult arguments) {
        return arguments.hasSubcommand() ? command(arguments.subcommand()) : arguments.commandSpec();
    }

    /** What runs in the process of a command that talks to a person logs warnings only, unless told otherwise. */
    private static void quietServices() {
        if (System.getenv("WATCHLLM_LOG_LEVEL") == null
                && LoggerFactory.getLogger("io.watchllm") instanceof Logger logger) {
            logger.setLevel(Level.WARN);
        }
    }
}
