package io.watchllm.validation;

/**
 * Size limits of a stored event. Longer ids are rejected, since truncation could make two ids equal; everything else is
 * truncated and flagged.
 *
 * @param textBytes bytes (UTF-8) of one payload text
 * @param contextBytes bytes of one free-form context
 * @param labelBytes bytes of one name, tag or other short text
 * @param idBytes bytes of one id
 * @param items items of one list of labels
 * @param toolCalls tool calls nested in one prompt call
 */
public record Sizes(long textBytes, long contextBytes, long labelBytes, long idBytes, int items, int toolCalls) {

    /** Largest id size that can be configured, in bytes. */
    public static final int ID_BYTES_MAX = 64 << 10;

    /** The defaults. */
    public static final Sizes DEFAULT = new Sizes(1 << 20, 256 << 10, 4 << 10, 1 << 10, 100, 1_000);

    /** The defaults, except for payload texts. */
    public static Sizes ofText(long textBytes) {
        return new Sizes(
                textBytes, DEFAULT.contextBytes, DEFAULT.labelBytes, DEFAULT.idBytes, DEFAULT.items, DEFAULT.toolCalls);
    }
}
