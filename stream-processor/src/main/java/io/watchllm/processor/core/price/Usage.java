package io.watchllm.processor.core.price;

import io.watchllm.events.PromptCall;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a call, as they are priced: cache tokens are a part of the input, one-hour writes a part of the writes,
 * reasoning a part of the output.
 *
 * @param input all tokens sent
 * @param output all tokens received
 * @param cacheRead of the input, those read from a cache
 * @param cacheWrite of the input, those written to a cache
 * @param cacheWrite1h of those written, the ones kept for an hour
 * @param reasoning of the output, those spent on reasoning
 */
public record Usage(int input, int output, int cacheRead, int cacheWrite, int cacheWrite1h, int reasoning) {

    private static final String ANTHROPIC = "anthropic";
    private static final String CLAUDE = "claude";

    /**
     * What the tokens of the call are. Anthropic itself counts cached tokens beside the input; where such counts come
     * through unchanged, which shows when they are more than the input, they are added to it here.
     *
     * @param cacheWrite1h tokens written to a one-hour cache, which the call has in its metadata
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

    /** Whether a part is larger than its whole, so that something here is wrong. */
    public boolean inconsistent() {
        return (long) cacheRead + cacheWrite > input || cacheWrite1h > cacheWrite || reasoning > output;
    }

    /** Of the input, what is neither read from nor written to a cache; never below 0. */
    long uncached() {
        return Math.max(0, (long) input - cacheRead - cacheWrite);
    }

    /** Of the writes, those kept for an hour. */
    long writtenFor1h() {
        return Math.min(cacheWrite, cacheWrite1h);
    }

    /** Of the writes, the others. */
    long writtenShort() {
        return cacheWrite - writtenFor1h();
    }

    /** Of the output, what is no reasoning; never below 0. */
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
