package io.watchllm.bench.rows;

import io.watchllm.events.Event;
import io.watchllm.events.PromptCall;
import io.watchllm.events.Status;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Events for the whole pipeline: model calls, five to a run. Their ids tell their numbers. Used by one thread. */
public final class CallEvents {
    private static final String ID_PREFIX = "bench-";
    private static final int CALLS_PER_RUN = 5;
    private static final List<String> MODELS = List.of("gpt-4o", "gpt-4o-mini", "claude-3-5-haiku-20241022");

    private final Sentences sentences = new Sentences();
    private final int promptBytes;
    private final int responseBytes;

    private CallEvents(int promptBytes, int responseBytes) {
        this.promptBytes = promptBytes;
        this.responseBytes = responseBytes;
    }

    /** With about 1 kB of text. */
    public static CallEvents usual() {
        return new CallEvents(800, 250);
    }

    /** With so little text that what an event costs beside its bytes is what is measured. */
    public static CallEvents small() {
        return new CallEvents(60, 40);
    }

    /**
     * The event of this number.
     *
     * @param number 0 or more
     * @param time when it happened
     */
    public Event event(long number, Instant time) {
        var bits = SmallRows.mix(number);
        var call = PromptCall.newBuilder()
                .setPrompt(text(bits, promptBytes))
                .setResponse(text(~bits, responseBytes))
                .setModel(MODELS.get((int) Long.remainderUnsigned(bits, MODELS.size())))
                .setTokensInput(200)
                .setTokensOutput(60)
                .setLatencyMs(100 + (int) Long.remainderUnsigned(bits >>> 9, 3_000))
                .setStatus(Status.success)
                .build();
        return Event.newBuilder()
                .setEventId(ID_PREFIX + number)
                .setProjectId("bench")
                .setRunId("run-" + number / CALLS_PER_RUN)
                .setTimestamp(time)
                .setEnv("production")
                .setPayload(call)
                .build();
    }

    /** The number of the event with this id. */
    public static long number(String eventId) {
        return Long.parseLong(eventId.substring(ID_PREFIX.length()));
    }

    private String text(long bits, int bytes) {
        return new String(sentences.text(bits, bytes), StandardCharsets.UTF_8);
    }
}
