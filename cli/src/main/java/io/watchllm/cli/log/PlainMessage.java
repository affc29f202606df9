package io.watchllm.cli.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.watchllm.runtime.PlainText;
import org.jspecify.annotations.Nullable;

/** The message of a log event, on one line and of bounded length: what is in it may come from outside. */
public final class PlainMessage extends ClassicConverter {
    private static final int CHARACTERS_MAX = 2_000;

    @Override
    public String convert(ILoggingEvent event) {
        return plain(event.getFormattedMessage());
    }

    /** One line of at most 2,000 characters; what was cut is counted at its end. */
    static String plain(@Nullable String text) {
        if (text == null) {
            return "null";
        }
        if (text.length() <= CHARACTERS_MAX) {
            return PlainText.line(text);
        }
        var end = Character.isHighSurrogate(text.charAt(CHARACTERS_MAX - 1)) ? CHARACTERS_MAX - 1 : CHARACTERS_MAX;
        return PlainText.line(text.substring(0, end)) + "… (" + (text.length() - end) + " characters more)";
    }
}
