package io.watchllm.processor.core;

import io.watchllm.events.Event;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Computes the ids of events. Not thread-safe: it reuses a digest. */
public final class EventIds {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final MessageDigest sha256;
    private final byte[] length = new byte[Integer.BYTES];

    public EventIds() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** The id of the event, determined by its project, run and event id. */
    public EventId of(Event event) {
        return of(event.getProjectId(), event.getRunId(), event.getEventId());
    }

    EventId of(String projectId, String runId, String eventId) {
        addWithLength(projectId);
        addWithLength(runId);
        var digest = sha256.digest(eventId.getBytes(StandardCharsets.UTF_8));
        return new EventId((long) LONGS.get(digest, 0), (long) LONGS.get(digest, Long.BYTES));
    }

    /** Prefixes each text with its length, so that ("a", "bc") and ("ab", "c") differ. */
    private void addWithLength(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        INTS.set(length, 0, bytes.length);
        sha256.update(length);
        sha256.update(bytes);
    }
}
