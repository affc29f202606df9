package io.watchllm.sink.core;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of an offset commit: {@code v1|epoch}, or {@code v1|epoch|from|to|rows} while a range is open.
 *
 * @param epoch epoch of the partition
 * @param open the range that may or may not have landed; null when everything below the committed offset has
 */
public record CommitNote(long epoch, @Nullable Intent open) {
    private static final Pattern TEXT =
            Pattern.compile("v1\\|(\\d{1,18})(?:\\|(\\d{1,18})\\|(\\d{1,18})\\|(\\d{1,9}))?");

    /** What is found in a commit. */
    public sealed interface Found {}

    /** A note of ours. */
    public record Ours(CommitNote note) implements Found {}

    /** Nothing: there was no commit yet, or an operator set the offset. A new epoch begins. */
    public record Nothing() implements Found {}

    /** Something that this version can't read; going on could repeat a range. */
    public record Foreign(String text) implements Found {}

    /** Reads the metadata of a commit. */
    public static Found parse(String text) {
        if (text.isEmpty()) {
            return new Nothing();
        }
        var match = TEXT.matcher(text);
        if (!match.matches()) {
            return new Foreign(text);
        }
        var epoch = Long.parseLong(match.group(1));
        if (match.group(2) == null) {
            return new Ours(new CommitNote(epoch, null));
        }
        var from = Long.parseLong(match.group(2));
        var to = Long.parseLong(match.group(3));
        return to < from
                ? new Foreign(text)
                : new Ours(new CommitNote(epoch, new Intent(epoch, from, to, Integer.parseInt(match.group(4)))));
    }

    /** The metadata; below 256 bytes. */
    public String text() {
        return open == null ? "v1|" + epoch : "v1|" + epoch + "|" + open.from() + "|" + open.to() + "|" + open.rows();
    }
}
