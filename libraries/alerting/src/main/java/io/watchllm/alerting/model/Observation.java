package io.watchllm.alerting.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What alert rules need to know about one call or step. Small: it shares the event's texts or holds hashes of them.
 *
 * @param kind what happened
 * @param who the entities it is counted for
 * @param eventId id of the event; that of the prompt call for a tool call in it
 * @param timeMs when it happened
 * @param numbers what was measured
 * @param signature what was done, for loops; null when no loop rule applies
 */
public record Observation(
        Kind kind,
        Who who,
        String eventId,
        long timeMs,
        Numbers numbers,
        @Nullable Signature signature) {

    /** Identity of the event within its project. */
    public EventRef event() {
        return new EventRef(who.run(), eventId);
    }

    /** Not measured. */
    public static final int NONE = -1;

    /** What kinds of things a rule can observe. */
    public enum Kind {
        PROMPT_CALL,
        TOOL_CALL,
        AGENT_STEP,
        ERROR
    }

    /** How a call or a step ended. */
    public enum Outcome {
        SUCCESS,
        ERROR,
        TIMEOUT
    }

    /**
     * The entities an event is counted for; an absent text is empty.
     *
     * @param project never empty
     * @param run never empty
     */
    public record Who(String project, String run, String user, Actor actor, String env, List<String> tags) {}

    /** Who acted; an absent text is empty. */
    public record Actor(String provider, String model, String agent, String tool) {}

    /**
     * What was measured.
     *
     * @param costNanos USD in billionths, or {@link #NONE} when the call is unpriced
     * @param tokens uncached input and output
     * @param latencyMs duration, or {@link #NONE}
     * @param ttftMs time to the first token, or {@link #NONE}
     */
    public record Numbers(long costNanos, long tokens, int latencyMs, int ttftMs, Outcome outcome) {}

    /**
     * What was done, as hashes.
     *
     * @param call the tool and its arguments, or the name and type of a step
     * @param result the result
     * @param comparable whether enough is known to compare two signatures
     */
    public record Signature(Hash128 call, Hash128 result, boolean comparable) {}
}
