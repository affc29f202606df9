package io.watchllm.cli.shell;

import io.watchllm.runtime.ConfigException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Turns what a command throws into a message for a person and an exit code. The stack trace is printed only when it was
 * asked for.
 */
public final class Failures implements IExecutionExceptionHandler {
    /** Failed while it ran. */
    public static final int FAILED = 1;

    /** Never began: wrong usage, wrong settings. */
    public static final int WRONG_SETTINGS = 2;

    private final BooleanSupplier stacktrace;

    public Failures(BooleanSupplier stacktrace) {
        this.stacktrace = stacktrace;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult result) {
        command.getErr().println("watchllm: " + message(failure).replace("\n", "\n  "));
        if (stacktrace.getAsBoolean()) {
            failure.printStackTrace(command.getErr()); // asked for by --stacktrace
        }
        return failure instanceof ConfigException ? WRONG_SETTINGS : FAILED;
    }

    /** The message, and those of its causes which say something new. */
    static String message(Throwable failure) {
        var text = new StringBuilder(own(failure));
        var last = own(failure);
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            var own = own(cause);
            if (!last.contains(own)) {
                text.append(": ").append(own);
                last = own;
            }
        }
        return text.toString();
    }

    private static String own(Throwable failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "no such file: " + missing.getFile();
            case UncheckedIOException wrapper when wrapper.getCause() != null -> own(wrapper.getCause());
            default -> text(failure, failure.getMessage());
        };
    }

    private static String text(Throwable failure, @Nullable String message) {
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
