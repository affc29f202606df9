package io.watchllm.processor.core;

/**
 * How much of an event is kept. Ids above their size are refused, since two that differ would become one when they are
 * cut; all else is cut and flagged.
 *
 * @param textBytes bytes (UTF-8) of one payload text
 * @param contextBytes bytes of one free-form context
 * @param labelBytes bytes of one name, tag or other short text
 * @param idBytes bytes of one id
 * @param items items of one list of labels
 * @param toolCalls tool calls nested in one prompt call
 */
public record Sizes(long textBytes, long contextBytes, long labelBytes, long idBytes, int items, int toolCalls) {

    /** Largest size of an id that can be set, in bytes. */
    public static final int ID_BYTES_MAX = 64 << 10;

    /** What holds when nothing else is set. */
    public static final Sizes DEFAULT = new Sizes(1 << 20, 256 << 10, 4 << 10, 1 << 10, 100, 1_000);

    /** The defaults, but for the payload texts. */
    public static Sizes ofText(long textBytes) {
        return new Sizes(
                textBytes, DEFAULT.contextBytes, DEFAULT.labelBytes, DEFAULT.idBytes, DEFAULT.items, DEFAULT.toolCalls);
    }
}
