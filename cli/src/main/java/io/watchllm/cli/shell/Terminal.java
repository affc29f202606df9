package io.watchllm.cli.shell;

import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What the answer is read on. */
public final class Terminal {
    private Terminal() {}

    /** A command that is asked for nothing but its width. */
    @Command
    private static final class Any {}

    /** Columns of the terminal; empty when the answer goes to a file, a pipe or a test. */
    @SuppressWarnings("SystemConsoleNull") // Java 25 is back at null where there is no terminal.
    public static OptionalInt width() {
        var console = System.console();
        return console != null && console.isTerminal()
                ? OptionalInt.of(new CommandLine(new Any())
                        .setUsageHelpAutoWidth(true)
                        .getCommandSpec()
                        .usageMessage()
                        .width())
                : OptionalInt.empty();
    }
}
