package io.watchllm.cli;

import java.util.OptionalInt;
import picocli.CommandLine;

/** What the answer is read on. */
final class Terminal {
    private Terminal() {}

    /** Columns of the terminal; empty when the answer goes to a file, a pipe or a test. */
    @SuppressWarnings("SystemConsoleNull") // Java 25 is back at null where there is no terminal.
    static OptionalInt width() {
        var console = System.console();
        return console != null && console.isTerminal()
                ? OptionalInt.of(new CommandLine(new Watchllm())
                        .setUsageHelpAutoWidth(true)
                        .getCommandSpec()
                        .usageMessage()
                        .width())
                : OptionalInt.empty();
    }
}
