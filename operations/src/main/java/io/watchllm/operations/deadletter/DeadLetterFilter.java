package io.watchllm.operations.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.DeadLetter.Stage;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects dead letters; a criterion that is null or empty matches all.
 *
 * @param origins origins of the dead letters according to their keys; any of these
 * @param topic topic, or name of the input, that the record came from
 * @param stage stage that rejected it
 * @param reason reason word
 * @param project project of the record according to its key; a dead letter without key has none
 * @param period when it was rejected
 */
public record DeadLetterFilter(
        Set<String> origins,
        @Nullable String topic,
        @Nullable Stage stage,
        @Nullable String reason,
        @Nullable String project,
        Period period) {

    /** A period of time, start inclusive, end exclusive; open where one is null. */
    public record Period(@Nullable Instant from, @Nullable Instant to) {
        boolean contains(Instant time) {
            return (from == null || !time.isBefore(from)) && (to == null || time.isBefore(to));
        }

        boolean open() {
            return from == null && to == null;
        }
    }

    public DeadLetterFilter {
        origins = Set.copyOf(origins);
    }

    /** Whether the filter selects every dead letter. */
    public boolean meansAll() {
        return origins.isEmpty()
                && topic == null
                && stage == null
                && reason == null
                && project == null
                && period.open();
    }

    /** Whether the filter selects this dead letter. */
    public boolean takes(DeadLetter deadLetter) {
        return (origins.isEmpty() || origins.contains(deadLetter.origin().id()))
                && (topic == null || topic.equals(place(deadLetter)))
                && (stage == null || stage == deadLetter.stage())
                && (reason == null || reason.equals(deadLetter.reason()))
                && (project == null || ofProject(deadLetter.key(), project))
                && period.contains(deadLetter.time());
    }

    private static String place(DeadLetter deadLetter) {
        return switch (deadLetter.origin()) {
            case DeadLetter.FromTopic(var topic, var partition, var offset) -> topic;
            case DeadLetter.FromInput(var source, var line) -> source;
        };
    }

    private static boolean ofProject(byte @Nullable [] key, String project) {
        return key != null && new String(key, UTF_8).startsWith(project + "|");
    }
}
