package io.watchllm.bench.rows;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Calls of language models: a few projects and models, runs of ten calls that share ids, a tenth of the values null.
 * All happen on one day, so that a block is one part of the table.
 */
final class SmallRows implements RowSource {
    private static final long DAY_START_MS = 1_793_491_200_000L;
    private static final long DAY_MS = 86_400_000L;
    private static final int CALLS_PER_RUN = 10;
    private static final List<byte[]> EVENT_TYPES = utf8("prompt_call", "tool_call", "agent_step");
    private static final List<byte[]> PROVIDERS = utf8("openai", "anthropic", "google", "mistral");
    private static final List<byte[]> MODELS = utf8(
            "gpt-4o-2024-08-06",
            "gpt-4o-mini-2024-07-18",
            "claude-sonnet-4-20250514",
            "claude-3-5-haiku-20241022",
            "gemini-2.5-pro",
            "mistral-large-2411");
    private static final List<byte[]> STATUSES = utf8("success", "success", "success", "success", "error", "timeout");

    private final AvroOutput out = new AvroOutput();
    private final Sentences sentences = new Sentences();

    @Override
    public byte[] row(int schemaId, long number) {
        out.begin(schemaId);
        fields(out, number);
        return out.toArray();
    }

    /** Writes the 16 fields. */
    void fields(AvroOutput to, long number) {
        var run = number / CALLS_PER_RUN;
        var runBits = mix(run);
        var bits = mix(~number);
        to.uuid(bits, mix(bits));
        to.text(project(runBits));
        to.uuid(runBits, mix(runBits));
        to.number(DAY_START_MS + (number * 37 + Long.remainderUnsigned(bits, 1_000)) % DAY_MS);
        to.text(pick(EVENT_TYPES, bits >>> 3));
        optional(
                to,
                runBits,
                1,
                () -> to.text(("user_" + Long.remainderUnsigned(runBits, 50_000)).getBytes(StandardCharsets.US_ASCII)));
        optional(to, runBits, 2, () -> to.uuid(mix(runBits + 1), mix(runBits + 2)));
        optional(to, runBits, 3, () -> to.hex32(mix(runBits + 3), mix(runBits + 4)));
        to.text(pick(PROVIDERS, runBits >>> 7));
        to.text(pick(MODELS, runBits >>> 11));
        optional(to, bits, 4, () -> to.number(200 + Long.remainderUnsigned(bits >>> 5, 8_000)));
        optional(to, bits, 5, () -> to.number(10 + Long.remainderUnsigned(bits >>> 9, 1_200)));
        optional(to, bits, 6, () -> to.decimal(Long.remainderUnsigned(bits >>> 13, 90_000_000L)));
        to.number(80 + Long.remainderUnsigned(bits >>> 17, 9_000));
        to.text(pick(STATUSES, bits >>> 21));
        to.text(sentences.text(bits, 96));
    }

    /** Null once in ten. */
    private static void optional(AvroOutput to, long bits, int salt, Runnable value) {
        if (Long.remainderUnsigned(mix(bits + salt), 10) == 0) {
            to.number(0);
        } else {
            to.number(1);
            value.run();
        }
    }

    private static byte[] project(long bits) {
        return ("project-" + Long.remainderUnsigned(bits >>> 2, 20)).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] pick(List<byte[]> choices, long bits) {
        return choices.get((int) Long.remainderUnsigned(bits, choices.size()));
    }

    /** SplitMix64: numbers next to each other give bits that have nothing in common. */
    static long mix(long number) {
        var bits = number + 0x9E3779B97F4A7C15L;
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }

    private static List<byte[]> utf8(String... texts) {
        return List.of(texts).stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
