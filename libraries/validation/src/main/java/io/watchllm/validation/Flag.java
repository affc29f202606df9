package io.watchllm.validation;

import java.util.List;
import java.util.stream.Stream;

/**
 * Quality flag of an accepted event: a word of the column {@code flags}, from a closed set.
 *
 * @param word value in the column and in the metrics
 * @param meaning what is unusual, for the documentation
 */
public record Flag(String word, String meaning) {

    public static final Flag TIMESTAMP_AHEAD = new Flag(
            "timestamp_ahead",
            "`timestamp` is more than " + Limits.CLOCK_SKEW.toMinutes()
                    + " minute after the arrival of the record: the producer's clock is ahead.");
    public static final Flag ARRIVED_LATE = new Flag(
            "arrived_late",
            "`timestamp` is more than `WATCHLLM_PROCESSOR_DEDUP_WINDOW` before the arrival of the record: an earlier copy of the event may be forgotten, so that the row may be a repeat; [`watchllm audit`](duplicates.md#what-comes-back-later) compares it with the table.");
    public static final Flag UNKNOWN_SYMBOL = new Flag(
            "unknown_symbol",
            "An enum holds `unknown`: a newer producer knows a symbol that this version does not, and it is lost.");
    public static final Flag CACHE_TOKENS_ABOVE_INPUT = new Flag(
            "cache_tokens_above_input",
            "`tokens_cache_read` and `tokens_cache_write` together are more than `tokens_input`, which should include them.");
    public static final Flag REASONING_TOKENS_ABOVE_OUTPUT = new Flag(
            "reasoning_tokens_above_output",
            "`tokens_reasoning` is more than `tokens_output`, which should include it.");
    public static final Flag ZERO_TOKENS = new Flag(
            "zero_tokens",
            "There is a prompt and `tokens_input` is 0, or a response and `tokens_output` is 0: the call was not counted, so its cost is too low.");
    public static final Flag TTFT_ABOVE_LATENCY =
            new Flag("ttft_above_latency", "`ttft_ms` is more than `latency_ms`, of which it is the first part.");
    static final Flag NUL_REPLACED = new Flag(
            "nul_replaced",
            "A text held the character NUL, which many tools take for its end; the replacement character U+FFFD stands in its place.");
    public static final Flag TOOL_CALLS_TRUNCATED = new Flag(
            "tool_calls_truncated",
            "The prompt call had more nested tool calls than are kept; those behind have no rows in `tool_calls`.");

    /** Set by the processor, because the mapping only sees the redacted event. */
    public static final Flag REDACTED =
            new Flag("redacted", "A privacy rule found something in the event, and took it out.");

    public static final Flag USAGE_NORMALISED = new Flag(
            "usage_normalised", "Cached tokens were counted beside the input, and are added to `tokens_input`.");
    public static final Flag USAGE_INCONSISTENT = new Flag(
            "usage_inconsistent",
            "A part of the tokens is larger than its whole; what was left of the whole costs nothing.");
    public static final Flag PRICE_FALLBACK =
            new Flag("price_fallback", "The price list lacks a price that was needed, and another one stands in.");
    public static final Flag PRICE_FAMILY = new Flag("price_family", "The price is that of the model's family.");
    public static final Flag COST_OUT_OF_RANGE =
            new Flag("cost_out_of_range", "The cost is more than the column holds, and so not known.");

    private static final List<Flag> OF_PRICING =
            List.of(USAGE_NORMALISED, USAGE_INCONSISTENT, PRICE_FALLBACK, PRICE_FAMILY, COST_OUT_OF_RANGE);

    private static final List<Flag> ODD = List.of(
            TIMESTAMP_AHEAD,
            ARRIVED_LATE,
            UNKNOWN_SYMBOL,
            CACHE_TOKENS_ABOVE_INPUT,
            REASONING_TOKENS_ABOVE_OUTPUT,
            ZERO_TOKENS,
            TTFT_ABOVE_LATENCY,
            NUL_REPLACED,
            TOOL_CALLS_TRUNCATED,
            REDACTED);

    /** The closed set, in the order of the documentation. */
    public static List<Flag> all() {
        var ofColumns = Stream.of(TextColumn.values()).flatMap(column -> column.flags().stream());
        return Stream.of(ODD.stream(), OF_PRICING.stream(), ofColumns)
                .flatMap(flags -> flags)
                .toList();
    }
}
