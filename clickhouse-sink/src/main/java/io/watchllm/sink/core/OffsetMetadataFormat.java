package io.watchllm.sink.core;

import java.util.regex.Pattern;

/**
 * Text form of an offset commit's metadata: some digits of the topic's id, then the {@link OffsetMetadata}:
 * {@code t1a2b3c4d|v1|…}. The digits and the range reveal a commit that was copied from another topic, or moved to
 * another offset together with its text: its open range is no range of this log.
 */
public final class OffsetMetadataFormat {
    /** Most offsets of a range that a sink opens, including transaction markers. */
    public static final long RANGE_OFFSETS_MAX = 50_000_000;

    private static final int DIGITS = 8;
    private static final Pattern TEXT = Pattern.compile("t([0-9a-f]{" + DIGITS + "})\\|(.*)");

    private OffsetMetadataFormat() {}

    /** Result of reading the metadata of a commit. */
    public sealed interface Found {}

    /** Metadata of a sink that fits its commit. */
    public record Fits(OffsetMetadata note) implements Found {}

    /** No metadata: an operator has set the offset by other means than the sink's. A new epoch begins. */
    public record Empty() implements Found {}

    /** Metadata that must not be acted on, and why. */
    public record Refused(String why) implements Found {}

    /** The metadata text of a commit in a topic of this id. */
    public static String text(String topicId, OffsetMetadata note) {
        return "t" + tag(topicId) + "|" + note.text();
    }

    /** Parses the metadata of a commit of any topic, to show it. */
    public static OffsetMetadata.Found show(String text) {
        var match = TEXT.matcher(text);
        if (match.matches()) {
            return OffsetMetadata.parse(match.group(2));
        }
        return text.isEmpty() ? new OffsetMetadata.Nothing() : new OffsetMetadata.Foreign(text);
    }

    /** Reads and checks the metadata of a commit in a topic of this id. */
    public static Found read(OffsetCommit commit, String topicId) {
        var text = commit.metadata();
        if (text.isEmpty()) {
            return new Empty();
        }
        var match = TEXT.matcher(text);
        if (!match.matches()) {
            return refused(text, "which this version can't read; run the version that wrote it");
        }
        if (!match.group(1).equals(tag(topicId))) {
            return refused(
                    text, "which is of another topic: expected t" + tag(topicId) + " for the topic id " + topicId);
        }
        return switch (OffsetMetadata.parse(match.group(2))) {
            case OffsetMetadata.Ours(var note) -> checked(commit, note);
            case OffsetMetadata.Nothing nothing -> refused(text, "which has no epoch");
            case OffsetMetadata.Foreign foreign ->
                refused(text, "which this version can't read; run the version that wrote it");
        };
    }

    private static Found checked(OffsetCommit commit, OffsetMetadata note) {
        var open = note.open();
        if (open == null) {
            return new Fits(note);
        }
        if (open.from() != commit.offset()) {
            return refused(commit.metadata(), "whose range begins at " + open.from() + ": expected " + commit.offset());
        }
        var offsets = open.to() - open.from() + 1;
        if (offsets > RANGE_OFFSETS_MAX) {
            return refused(
                    commit.metadata(),
                    "whose range has " + offsets + " offsets: expected " + RANGE_OFFSETS_MAX + " or fewer");
        }
        return open.rows() > offsets
                ? refused(commit.metadata(), "which tells of more rows than offsets: expected " + offsets + " or fewer")
                : new Fits(note);
    }

    private static Refused refused(String text, String why) {
        return new Refused("the metadata of the committed offset is '" + text + "', " + why);
    }

    private static String tag(String topicId) {
        return ShardName.of(topicId).substring(0, DIGITS);
    }
}
