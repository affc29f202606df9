package io.watchllm.schemas;

import io.watchllm.events.Event;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The record key on {@code watchllm.events} and on the row topics: all events of a run share it, so a run stays in
 * order. It only selects a partition: if ids contain the separator, two runs may have the same key and share a
 * partition. The project and run of an event are in the event itself.
 */
public final class EventKey {

    private static final char SEPARATOR = '|';

    private EventKey() {}

    /** {@code project_id|run_id} of the event. */
    public static String of(Event event) {
        return of(event.getProjectId(), event.getRunId());
    }

    /** {@code projectId|runId}. */
    public static String of(String projectId, String runId) {
        return projectId + SEPARATOR + runId;
    }

    /** The project in a key {@code project_id|run_id}, or an empty text when the key has another form. */
    public static String project(byte @Nullable [] key) {
        int end = 0;
        while (key != null && end < key.length && key[end] != SEPARATOR) {
            end++;
        }
        if (key == null || end == key.length) {
            return "";
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key, 0, end))
                    .toString();
        } catch (CharacterCodingException noText) {
            return "";
        }
    }
}
