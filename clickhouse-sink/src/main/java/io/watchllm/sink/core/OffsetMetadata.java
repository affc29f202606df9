package io.watchllm.sink.core;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of an offset commit: {@code v1|epoch}, or
 * {@code v1|epoch|from|to|rows|#generation|~leader|@shard|millis|started|blocks,blocks} while a range is open. The
 * generation of the token is omitted while it is 1, and the epoch of the leader when it is not known. The shard is
 * where the range was sent; it is sent there again even if the list of shards has changed.
 *
 * @param epoch epoch of the partition
 * @param open the range that may or may not have landed; null when everything below the committed offset has landed
 * @param opened where that range was first sent, and the tables' block counts before;
 *     {@link BlockCountSnapshot#UNKNOWN} with no open range
 */
public record OffsetMetadata(long epoch, @Nullable Intent open, BlockCountSnapshot opened) {
    private static final Pattern TEXT = Pattern.compile(
            "v1\\|(\\d{1,18})(?:\\|(\\d{1,18})\\|(\\d{1,18})\\|(\\d{1,9})(?:\\|#(\\d{1,4}))?(?:\\|~(\\d{1,9}))?(?:\\|@([0-9a-f]{1,64}))?"
                    + "(?:\\|(\\d{1,18})\\|(\\d{1,18})\\|(\\d{1,18}(?:,\\d{1,18})*))?)?");
    private static final int TEXT_MAX = 245;

    /** Metadata that says that everything below the committed offset has landed. */
    public static OffsetMetadata landed(long epoch) {
        return new OffsetMetadata(epoch, null, BlockCountSnapshot.UNKNOWN);
    }

    /** Result of parsing commit metadata. */
    public sealed interface Found {}

    /** Metadata that a sink wrote. */
    public record Ours(OffsetMetadata note) implements Found {}

    /** No metadata: there was no commit yet, or an operator set the offset. A new epoch begins. */
    public record Nothing() implements Found {}

    /** Metadata that this version can't read; continuing could repeat a range. */
    public record Foreign(String text) implements Found {}

    /** Parses the metadata of a commit. */
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
            return new Ours(landed(epoch));
        }
        var from = Long.parseLong(match.group(2));
        var to = Long.parseLong(match.group(3));
        var generation = match.group(5) == null ? 1 : Integer.parseInt(match.group(5));
        if (to < from || generation < 1) {
            return new Foreign(text);
        }
        var leader = match.group(6) == null ? null : Integer.valueOf(match.group(6));
        var shard = match.group(7) == null ? "" : match.group(7);
        var opened = match.group(8) == null
                ? BlockCountSnapshot.of(shard)
                : BlockCountSnapshot.parse(shard, match.group(8), match.group(9), match.group(10));
        var open = new Intent(epoch, from, to, Integer.parseInt(match.group(4)), generation, leader);
        return new Ours(new OffsetMetadata(epoch, open, opened));
    }

    /**
     * The metadata as text; below 256 bytes with the prefix of its topic. Block counts that would not fit are left out:
     * then the range is read back sooner.
     */
    public String text() {
        if (open == null) {
            return "v1|" + epoch;
        }
        var range = "v1|" + epoch + "|" + open.from() + "|" + open.to() + "|" + open.rows()
                + (open.generation() == 1 ? "" : "|#" + open.generation())
                + (open.leaderEpoch() == null ? "" : "|~" + open.leaderEpoch())
                + (opened.shard().isEmpty() ? "" : "|@" + opened.shard());
        var whole = range + "|" + opened.text();
        return opened.blocks().isEmpty() || whole.length() > TEXT_MAX ? range : whole;
    }
}
