package io.watchllm.bench.alerts;

import io.watchllm.bench.rows.CallEvents;
import io.watchllm.events.Event;
import io.watchllm.events.PromptCall;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Model calls of many users. One in fifty is so dear that it raises an alert; the run of a dear one has no other. */
final class AlertEvents {
    /** Of so many events one is dear. */
    static final int DEAR_EVERY = 50;

    /** What a dear call costs; all others are below a cent. */
    static final BigDecimal DEAR_USD = new BigDecimal("1.500000000");

    private static final int TTFT_MS = 80;

    private final CallEvents calls;
    private final int users;

    private AlertEvents(CallEvents calls, int users) {
        this.calls = calls;
        this.users = users;
    }

    /** With about 1 kB of text. */
    static AlertEvents usual(int users) {
        return new AlertEvents(CallEvents.usual(), users);
    }

    /** With so little text that what an event costs beside its bytes is what is measured. */
    static AlertEvents small(int users) {
        return new AlertEvents(CallEvents.small(), users);
    }

    /** The event of this number, dear when it is its turn. */
    Event event(long number, Instant time) {
        return event(number, time, isDear(number) ? DEAR_USD : null);
    }

    /** The event of this number, never dear. */
    Event ordinary(long number, Instant time) {
        return event(number, time, null);
    }

    private Event event(long number, Instant time, @Nullable BigDecimal cost) {
        var event = calls.event(number, time);
        var call = PromptCall.newBuilder((PromptCall) event.getPayload())
                .setTtftMs(TTFT_MS)
                .setCostEstimateUsd(cost)
                .build();
        return Event.newBuilder(event)
                .setUserId("user-" + number % users)
                .setPayload(call)
                .build();
    }

    /** Whether it is the turn of this event: another one in each fifty, so that all users have some. */
    static boolean isDear(long number) {
        return number % DEAR_EVERY == number / DEAR_EVERY % DEAR_EVERY;
    }
}
