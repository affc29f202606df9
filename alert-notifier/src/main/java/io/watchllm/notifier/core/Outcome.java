package io.watchllm.notifier.core;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Result of an attempt to send a message. */
public sealed interface Outcome {

    /** The target accepted it. */
    record Delivered() implements Outcome {}

    /**
     * The target did not accept it, but may do so later.
     *
     * @param why reason for messages, without secrets
     * @param retryAfter delay requested by the target; null for none
     */
    record Failed(String why, @Nullable Duration retryAfter) implements Outcome {}

    /**
     * The target will never accept this message.
     *
     * @param why reason for messages, without secrets
     */
    record Refused(String why) implements Outcome {}

    /** Status codes that mean the message itself is invalid, so that a retry would get the same answer. */
    Set<Integer> REFUSALS = Set.of(400, 413, 415, 422);

    /**
     * Interprets an answer. Everything but a success and a rejection of the message is retried: a wrong token, an
     * address that is gone or a limit can be fixed while the alert waits.
     *
     * @param status HTTP status
     * @param excerpt beginning of the body, without secrets
     * @param retryAfter value of the Retry-After header: seconds, or an HTTP date
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
            // An invalid header is ignored.
            return null;
        }
    }
}
