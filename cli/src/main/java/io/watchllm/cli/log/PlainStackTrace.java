package io.watchllm.cli.log;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import org.jspecify.annotations.Nullable;

/**
 * The exception of a log event with its causes, behind the line of the event. Each line begins with a tab, and each
 * message is on one line, so that none can be taken for an event.
 */
public final class PlainStackTrace extends ThrowableHandlingConverter {
    @Override
    public String convert(ILoggingEvent event) {
        var text = new StringBuilder();
        add(text, "\t", event.getThrowableProxy());
        return text.toString();
    }

    private static void add(StringBuilder text, String before, @Nullable IThrowableProxy thrown) {
        if (thrown == null) {
            return;
        }
        text.append(before).append(thrown.getClassName());
        if (thrown.getMessage() != null) {
            text.append(": ").append(PlainMessage.plain(thrown.getMessage()));
        }
        text.append(System.lineSeparator());
        var steps = thrown.getStackTraceElementProxyArray();
        for (var step = 0; step < steps.length - thrown.getCommonFrames(); step++) {
            text.append("\t\t").append(steps[step].getSTEAsString()).append(System.lineSeparator());
        }
        for (var suppressed : thrown.getSuppressed()) {
            add(text, "\tSuppressed: ", suppressed);
        }
        add(text, "\tCaused by: ", thrown.getCause());
    }
}
