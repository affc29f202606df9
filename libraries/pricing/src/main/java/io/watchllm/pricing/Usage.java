package io.watchllm.pricing;

import io.watchllm.events.PromptCall;
import org.jspecify.annotations.Nullable;

/**
 * Token counts of a call for pricing: cache tokens are part of the input, one-hour writes part of the writes, reasoning
 * part of the output.
 *
 * @param input all input tokens
 * @param output all output tokens
 * @param cacheRead input tokens read from a cache
 * @param cacheWrite input tokens written to a cache
 * @param cacheWrite1h cache writes kept for an hour
 * @param reasoning output tokens spent on reasoning
 */
public record Usage(int input, int output, int cacheRead, int cacheWrite, int cacheWrite1h, int reasoning) {

    private static final String ANTHROPIC = "anthropic";
    private static final String CLAUDE = "claude";

    /**
     * Token counts of the call. Anthropic reports cached tokens separately from the input; where such counts come
     * through unchanged, recognizable because they exceed the input, they are added to it here.
     *
     * @param cacheWrite1h tokens written to a one-hour cache, from the call's metadata
     */
    public static Usage of(PromptCall call, int cacheWrite1h) {
        int read = orZero(call.getTokensCacheRead());
        int write = orZero(call.getTokensCacheWrite());
        int input = call.getTokensInput();
        long cached = (long) read + write;
        if (cached > input && input + cached <= Integer.MAX_VALUE && countsCacheBeside(call)) {
            input = (int) (input + cached);
        }
        return new Usage(input, call.getTokensOutput(), read, write, cacheWrite1h, orZero(call.getTokensReasoning()));
    }

    /** Whether a part exceeds its whole, so that some count is wrong. */
    public boolean inconsistent() {
        return (long) cacheRead + cacheWrite > input || cacheWrite1h > cacheWrite || reasoning > output;
    }

    /** Input tokens neither read from nor written to a cache; never below 0. */
    long uncached() {
        return Math.max(0, (long) input - cacheRead - cacheWrite);
    }

    /** Cache writes kept for an hour. */
    long writtenFor1h() {
        return Math.min(cacheWrite, cacheWrite1h);
    }

    /** The other cache writes. */
    long writtenShort() {
        return cacheWrite - writtenFor1h();
    }

    /** Output tokens other than reasoning; never below 0. */
    long answer() {
        return Math.max(0, (long) output - reasoning);
    }

    private static boolean countsCacheBeside(PromptCall call) {
        var provider = call.getProvider();
        return (provider != null && Providers.canonical(provider).equals(ANTHROPIC))
                || ModelNames.lower(call.getModel()).contains(CLAUDE);
    }

    private static int orZero(@Nullable Integer value) {
        return value == null ? 0 : value;
    }
}
