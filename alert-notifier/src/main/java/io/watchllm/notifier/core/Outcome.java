package io.watchllm.notifier.core;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What came of an attempt to send a message. */
public sealed interface Outcome {

    /** The target has it. */
    record Delivered() implements Outcome {}

    /**
     * The target does not have it, but may take it later.
     *
     * @param why for a person, without secrets
     * @param retryAfter how long the target asks us to wait; null when it does not say
     */
    record Failed(String why, @Nullable Duration retryAfter) implements Outcome {}

    /**
     * The target will never take this message.
     *
     * @param why for a person, without secrets
     */
    record Refused(String why) implements Outcome {}

    /** Answers that a repeat would get again: it is the message that is wrong. */
    Set<Integer> REFUSALS = Set.of(400, 413, 415, 422);

    /**
     * What an answer means. All but a success and a refusal of the message is tried again: a wrong token, an address
     * that is gone or a limit can be mended while the alert waits.
     *
     * @param status HTTP status
     * @param excerpt beginning of the body, without secrets
     * @param retryAfter the header of that name: seconds, or an HTTP date
     */
    static Outcome of(int status, String excerpt, @Nullable String retryAfter, Instant now) {
        if (status >= 200 && status < 300) {
            return new Delivered();
        }
        var why = "answered " + status + (excerpt.isBlank() ? "" : " (" + excerpt.strip() + ")");
        return REFUSALS.contains(status) ? new Refused(why) : new Failed(why, pause(retryAfter, now));
    }

    private static @Nullable Duration pause(@Nullable String retryAfter, Instant now) {
        if (retryAfter == null) {
            return null;
        }
        var text = retryAfter.strip();
        try {
            if (text.matches("\\d{1,9}")) {
                return Duration.ofSeconds(Long.parseLong(text));
            }
            var until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
        } catch (DateTimeParseException unknown) {
            // A header that makes no sense asks for nothing.
            return null;
        }
    }
}
