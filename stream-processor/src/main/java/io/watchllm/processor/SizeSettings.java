package io.watchllm.processor;

import io.watchllm.runtime.Environment;
import io.watchllm.runtime.Setting;
import io.watchllm.validation.Sizes;
import java.util.List;

/** Settings that limit how much of an event is stored. */
final class SizeSettings {

    private static final Setting<Long> TEXT = Setting.bytes(
            "WATCHLLM_PROCESSOR_MAX_TEXT",
            "1KiB",
            "4MiB",
            "1MiB",
            "Longest payload text that is kept, in UTF-8; a longer one is cut and its column named in flags.");
    private static final Setting<Long> CONTEXT = Setting.bytes(
            "WATCHLLM_PROCESSOR_MAX_CONTEXT",
            "1KiB",
            "4MiB",
            "256KiB",
            "Longest context of an event, a step or an error that is kept; a longer one is cut and flagged.");
    private static final Setting<Long> LABEL = Setting.bytes(
            "WATCHLLM_PROCESSOR_MAX_LABEL",
            "64B",
            "64KiB",
            "4KiB",
            "Longest short text that is kept (names, models, tags and other items of lists); a longer one is cut and flagged.");
    private static final Setting<Long> ID = Setting.bytes(
            "WATCHLLM_PROCESSOR_MAX_ID",
            "64B",
            (Sizes.ID_BYTES_MAX >> 10) + "KiB",
            "1KiB",
            "Longest id; an event with a longer one is refused, since a cut id would be another one.");
    private static final Setting<Integer> ITEMS = Setting.integer(
            "WATCHLLM_PROCESSOR_MAX_ITEMS",
            1,
            10_000,
            100,
            "Most items of a list that are kept (tags, recommendations, affected models); what is behind them is left out and flagged.");
    private static final Setting<Integer> TOOL_CALLS = Setting.integer(
            "WATCHLLM_PROCESSOR_MAX_TOOL_CALLS",
            1,
            100_000,
            1_000,
            "Most tool calls nested in one prompt call that get rows; what is behind them is left out and flagged.");

    static final List<Setting<?>> SETTINGS = List.of(TEXT, CONTEXT, LABEL, ID, ITEMS, TOOL_CALLS);

    private SizeSettings() {}

    static Sizes from(Environment environment) {
        return new Sizes(
                environment.value(TEXT),
                environment.value(CONTEXT),
                environment.value(LABEL),
                environment.value(ID),
                environment.value(ITEMS),
                environment.value(TOOL_CALLS));
    }
}
