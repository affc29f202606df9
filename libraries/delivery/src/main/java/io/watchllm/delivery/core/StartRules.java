package io.watchllm.delivery.core;

import org.jspecify.annotations.Nullable;

/**
 * Decides where reading a partition begins, or why it must not: no record may be skipped unless an operator accepted
 * its loss, and no record may be read again that the table already has.
 */
public final class StartRules {
    private StartRules() {}

    /** Where to begin, or why not. */
    public sealed interface Start {}

    /**
     * Begin reading.
     *
     * @param offset the first offset to read
     * @param leaderEpoch epoch of the record before it; null when it is not known
     * @param metadata metadata of the commit, with the range to read again first
     * @param lost offsets that are passed over, since an operator has accepted their loss
     */
    public record Begin(long offset, @Nullable Integer leaderEpoch, OffsetMetadata metadata, long lost)
            implements Start {}

    /**
     * Do not begin.
     *
     * @param why the reason, with what an operator can do
     * @param gap offsets that were deleted before they were read; 0 when that is not the reason
     */
    public record Stop(String why, long gap) implements Start {}

    /**
     * Do not begin: the log ends before what was read. A consumer positioned at this offset, with this leader epoch,
     * can tell from which offset on the log differs.
     *
     * @param stop what to report meanwhile
     */
    public record Ended(Stop stop, long offset, int leaderEpoch) implements Start {}

    /**
     * Decides where to begin.
     *
     * @param stored rows that the table stores, if {@link PartitionFacts#asksTable}
     * @param newEpoch the epoch to use where the commit has none
     */
    public static Start decide(PartitionFacts facts, StoredRows stored, long newEpoch) {
        var name = facts.name();
        var commit = facts.commit();
        if (commit == null) {
            return first(name, facts.log(), stored, newEpoch);
        }
        return switch (OffsetMetadata.read(commit, name.topicId())) {
            case OffsetMetadata.Refused(var why) -> stop(why + "; else " + Advice.rewind(name, "--to-tables"));
            case OffsetMetadata.Empty empty -> goOn(facts, commit, stored, OffsetMetadata.landed(newEpoch));
            case OffsetMetadata.Fits(var metadata) -> goOn(facts, commit, stored, metadata);
        };
    }

    /**
     * What to report about a log that was truncated. Records of an open range from before the truncation may not have
     * landed.
     *
     * @param stored rows that the table stores, if a range is open; null when it does not answer
     */
    public static Stop cut(PartitionFacts facts, LogCut cut, @Nullable StoredRows stored) {
        var name = facts.name();
        var text =
                cut + ", as by an unclean election, and was written on by another leader. What it has from there on was"
                        + " not read";
        var back = cut.back();
        if (back == null) {
            return stop(text + ". Read it with: " + Advice.rewindCut(name, "--to-time TIME") + ", TIME being when that"
                    + " leader was elected");
        }
        var open = facts.openRange();
        if (open == null || open.from() >= back) {
            return stop(text + ". Read it with: " + Advice.rewindCut(name, "--to-offset " + back));
        }
        var range = ". Of the " + open.rows() + " rows of the range " + open.from() + " to " + open.to()
                + ", which is open, ";
        return stop(
                stored == null
                        ? text + range + "some may be in the table, which can't be asked"
                        : text + range + stored.rangeRows() + " are in the table. Read on with: "
                                + Advice.rewindCut(
                                        name, "--to-offset " + (stored.rangeRows() == 0 ? open.from() : back)));
    }

    /** What to report while the table is needed and does not answer. */
    public static Stop unasked(PartitionFacts facts, String why) {
        var commit = facts.commit();
        var log = facts.log();
        if (commit == null) {
            return stop("the group has no committed offset, and whether the table holds rows of this partition can't be"
                    + " asked: " + why);
        }
        var gone = log.start() - commit.offset();
        return new Stop(
                "records are gone: the group stands at offset " + commit.offset() + ", but the log begins at offset "
                        + log.start() + "; at most " + gone + " records, unless the table has them, which can't be"
                        + " asked: " + why,
                gone);
    }

    private static Start first(PartitionName name, LogBounds log, StoredRows stored, long newEpoch) {
        if (stored.inLog() > 0) {
            return stop("the group has no committed offset, but the table holds " + stored.inLog()
                    + " rows of records that the log still has, up to offset " + stored.furthest()
                    + ": reading from the start, offset " + log.start() + ", would store them twice. Go on behind them"
                    + " with: " + Advice.rewind(name, "--to-tables"));
        }
        if (stored.rows() > 0 && log.start() > 0) {
            return stop("the group has no committed offset, but the table holds " + stored.rows()
                    + " rows of this partition, up to offset " + stored.furthest() + ", and the log begins at offset "
                    + log.start() + ": what lies between was never stored, unless the rows are of an earlier topic."
                    + " Say which: " + Advice.rewind(name, "--to-tables") + ", or --to-offset " + log.start()
                    + " when they are of an earlier topic");
        }
        return new Begin(log.start(), null, OffsetMetadata.landed(newEpoch), 0);
    }

    private static Start goOn(PartitionFacts facts, OffsetCommit commit, StoredRows stored, OffsetMetadata metadata) {
        var name = facts.name();
        var log = facts.log();
        var open = metadata.open();
        var needed = open == null ? commit.offset() : open.to() + 1;
        if (needed > log.end()) {
            var epoch = open == null ? commit.leaderEpoch() : open.leaderEpoch();
            var text = "what was read reaches to offset " + needed + ", but the log ends at offset " + log.end()
                    + ": it was cut, by an unclean election or a restore. Records that come now take the offsets of"
                    + " rows that the table has. ";
            return epoch == null
                    ? stop(text + "The commit names no leader, so where it was cut is not known. If it was not written"
                            + " on since: " + Advice.rewindCut(name, "--to-offset " + log.end())
                            + "; else --to-time TIME, TIME being when the leader was elected")
                    : new Ended(stop(text + "Kafka is asked since where it is another one"), needed, epoch);
        }
        if (commit.offset() >= log.start()) {
            return new Begin(commit.offset(), commit.leaderEpoch(), metadata, 0);
        }
        // The open range can't be read again as it was; the rows that the table has of it decide how far it counts as
        // landed.
        var behindRange = open != null && stored.rangeRows() > 0;
        var unread = behindRange ? needed : commit.offset();
        if (unread >= log.start() && (open == null || stored.holds(open))) {
            return new Begin(unread, null, OffsetMetadata.landed(metadata.epoch()), 0);
        }
        if (stored.lostUpTo() >= log.start()) {
            var begin = Math.max(unread, stored.lostUpTo());
            return new Begin(begin, null, OffsetMetadata.landed(metadata.epoch()), Math.max(0, log.start() - unread));
        }
        return new Stop(gap(name, unread, log, open, stored), Math.max(1, log.start() - unread));
    }

    private static String gap(
            PartitionName name, long unread, LogBounds log, @Nullable Intent open, StoredRows stored) {
        var gone = log.start() - unread;
        var text = gone > 0
                ? "records are gone before they were read: the sink would go on at offset " + unread
                        + ", but the log begins at offset " + log.start() + "; at most " + gone
                        + " records, markers of transactions among them"
                : "the range that is open can't be read again, as the log begins at offset " + log.start();
        if (open != null && stored.rangeRows() > 0 && !stored.holds(open)) {
            text += ". Of the " + open.rows() + " rows of the open range " + open.from() + " to " + open.to()
                    + " the table holds " + stored.rangeRows()
                    + "; watchllm audit --repair puts in what Kafka still has";
        }
        return text + ". Restore the records if you can; else go on without them: " + Advice.acceptLoss(name);
    }

    private static Stop stop(String why) {
        return new Stop(why, 0);
    }
}
