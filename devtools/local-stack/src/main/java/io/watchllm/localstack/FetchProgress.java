package io.watchllm.localstack;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * One line about a fetch: rewritten in place on a terminal, said anew now and then elsewhere.
 *
 * @param out where the line goes
 * @param terminal whether that is a terminal
 */
record FetchProgress(PrintStream out, boolean terminal) {
    private static final Duration TERMINAL_INTERVAL = Duration.ofMillis(200);
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);
    private static final double MEGABYTE = 1_000_000.0;

    /** On standard error. */
    static FetchProgress onStandardError() {
        return new FetchProgress(
                System.err,
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false));
    }

    /** How often it is worth while to say something new. */
    Duration interval() {
        return terminal ? TERMINAL_INTERVAL : LOG_INTERVAL;
    }

    /** So many bytes of so many; a total below 0 is unknown. */
    void bytes(String name, long done, long total) {
        var all = total < 0 ? "" : String.format(Locale.ROOT, " of %.0f", total / MEGABYTE);
        say(String.format(Locale.ROOT, "Fetching %s: %.0f%s MB", name, done / MEGABYTE, all));
    }

    /** A step without a measure. */
    void say(String line) {
        if (terminal) {
            out.print("\r\033[K" + line);
            out.flush();
        } else {
            out.println(line);
        }
    }

    /** Nothing more will be said about this one. */
    void end(String line) {
        say(line);
        if (terminal) {
            out.println();
        }
    }
}
