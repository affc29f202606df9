package io.watchllm.delivery.core;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of an offset commit: {@code t1a2b3c4d|v1|epoch}, or
 * {@code t1a2b3c4d|v1|epoch|from|to|rows|#generation|~leader|@shard|millis|started|blocks,blocks} while a range is
 * open. It begins with some digits of the topic's id. The generation of the token is omitted while it is 1, and the
 * epoch of the leader when it is not known. The shard is where the range was sent; it is sent there again even if the
 * list of shards has changed. The digits and the range reveal a commit that was copied from another topic, or moved to
 * another offset together with its text: its open range is no range of this log.
 *
 * @param epoch epoch of the partition
 * @param open the range that may or may not have landed; null when everything below the committed offset has landed
 * @param opened where that range was first sent, and the tables' block counts before;
 *     {@link BlockCountSnapshot#UNKNOWN} with no open range
 */
public record OffsetMetadata(long epoch, @Nullable Intent open, BlockCountSnapshot opened) {
    /** Most offsets of a range that a sink opens, including transaction markers. */
    public static final long RANGE_OFFSETS_MAX = 50_000_000;

    private static final int DIGITS = 8;
    private static final Pattern TEXT = Pattern.compile("t([0-9a-f]{" + DIGITS + "})\\|v1\\|(\\d{1,18})"
            + "(?:\\|(\\d{1,18})\\|(\\d{1,18})\\|(\\d{1,9})(?:\\|#(\\d{1,4}))?(?:\\|~(\\d{1,9}))?(?:\\|@([0-9a-f]{1,64}))?"
            + "(?:\\|(\\d{1,18})\\|(\\d{1,18})\\|(\\d{1,18}(?:,\\d{1,18})*))?)?");
    private static final int TEXT_MAX = 255;

    /** Metadata that says that everything below the committed offset has landed. */
    public static OffsetMetadata landed(long epoch) {
        return new OffsetMetadata(epoch, null, BlockCountSnapshot.UNKNOWN);
    }

    /** Result of reading the metadata of a commit. */
    public sealed interface Found {}

    /** Metadata of a sink that fits its commit. */
    public record Fits(OffsetMetadata metadata) implements Found {}

    /** No metadata: an operator has set the offset by other means than the sink's. A new epoch begins. */
    public record Empty() implements Found {}

    /** Metadata that must not be acted on, since continuing could repeat or skip a range; and why. */
    public record Refused(String why) implements Found {}

    /** Reads and checks the metadata of a commit in a topic of this id. */
    public static Found read(OffsetCommit commit, String topicId) {
        var text = commit.metadata();
        if (text.isEmpty()) {
            return new Empty();
        }
        var parsed = parse(text);
        if (parsed == null) {
            return refused(text, "which this version can't read; run the version that wrote it");
        }
        var tag = tag(topicId);
        if (!text.startsWith(tag)) {
            return refused(text, "which is of another topic: expected " + tag + " for the topic id " + topicId);
        }
        var open = parsed.open();
        if (open == null) {
            return new Fits(parsed);
        }
        if (open.from() != commit.offset()) {
            return refused(text, "whose range begins at " + open.from() + ": expected " + commit.offset());
        }
        var offsets = open.to() - open.from() + 1;
        if (offsets > RANGE_OFFSETS_MAX) {
            return refused(
                    text, "whose range has " + offsets + " offsets: expected " + RANGE_OFFSETS_MAX + " or fewer");
        }
        return open.rows() > offsets
                ? refused(text, "which tells of more rows than offsets: expected " + offsets + " or fewer")
                : new Fits(parsed);
    }

    private static Refused refused(String text, String why) {
        return new Refused("the metadata of the committed offset is '" + text + "', " + why);
    }

    /** Parses the metadata of a commit of any topic, unchecked; null when this version can't read it. */
    public static @Nullable OffsetMetadata parse(String text) {
        var match = TEXT.matcher(text);
        if (!match.matches()) {
            return null;
        }
        var epoch = Long.parseLong(match.group(2));
        if (match.group(3) == null) {
            return landed(epoch);
        }
        var from = Long.parseLong(match.group(3));
        var to = Long.parseLong(match.group(4));
        var generation = match.group(6) == null ? 1 : Integer.parseInt(match.group(6));
        if (to < from || generation < 1) {
            return null;
        }
        var leader = match.group(7) == null ? null : Integer.valueOf(match.group(7));
        var shard = match.group(8) == null ? "" : match.group(8);
        var opened = match.group(9) == null
                ? BlockCountSnapshot.of(shard)
                : BlockCountSnapshot.parse(shard, match.group(9), match.group(10), match.group(11));
        var open = new Intent(epoch, from, to, Integer.parseInt(match.group(5)), generation, leader);
        return new OffsetMetadata(epoch, open, opened);
    }

    /**
     * The metadata as text of a commit in a topic of this id; below 256 bytes. Block counts that would not fit are left
     * out: then the range is read back sooner.
     */
    public String text(String topicId) {
        var start = tag(topicId) + "|v1|" + epoch;
        if (open == null) {
            return start;
        }
        var range = start + "|" + open.from() + "|" + open.to() + "|" + open.rows()
                + (open.generation() == 1 ? "" : "|#" + open.generation())
                + (open.leaderEpoch() == null ? "" : "|~" + open.leaderEpoch())
                + (opened.shard().isEmpty() ? "" : "|@" + opened.shard());
        var whole = range + "|" + opened.text();
        return opened.blocks().isEmpty() || whole.length() > TEXT_MAX ? range : whole;
    }

    private static String tag(String topicId) {
        return "t" + ShardName.of(topicId).substring(0, DIGITS);
    }
}
