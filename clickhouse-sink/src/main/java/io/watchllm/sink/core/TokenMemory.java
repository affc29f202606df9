package io.watchllm.sink.core;

import io.watchllm.clickhouse.core.DedupWindow;
import java.util.List;

/**
 * Decides what to do about a range that may have landed already. While every table along its way surely knows its
 * token, the same block under the same token is right whatever happened, and mends views that an attempt before did not
 * reach. Past half of the smallest window that is no longer sure, and the table is read back first.
 *
 * @param windows how long each table remembers, in the order of their names
 */
public record TokenMemory(List<DedupWindow> windows) {
    private static final long MILLIS = 1_000;

    /**
     * What the table holds of a range.
     *
     * @param rows rows of the range
     * @param offsets different offsets among them
     * @param above rows of the same partition behind the range
     */
    public record Held(long rows, long offsets, long above) {}

    /** What reading back comes to. */
    public sealed interface Verdict {}

    /** Nothing of it is there: send it again under its token, in case an attempt before still lands. */
    public record Again() implements Verdict {}

    /** All of it is there. */
    public record Landed() implements Verdict {}

    /** What is there can't be explained by this range alone: a person is needed. */
    public record Unclear(String why) implements Verdict {}

    public TokenMemory {
        windows = List.copyOf(windows);
    }

    /** True when every table has taken less than half its window since {@code then}, in blocks and in age. */
    public boolean surelyHolds(Mark then, Mark now) {
        if (then.blocks().size() != windows.size() || now.blocks().size() != windows.size()) {
            return false;
        }
        if (!then.shard().isEmpty() && !then.shard().equals(now.shard())) {
            return false;
        }
        for (var i = 0; i < windows.size(); i++) {
            var window = windows.get(i);
            var taken = now.blocks().get(i) - then.blocks().get(i);
            // A count that fell is of parts that were dropped: it tells nothing.
            if (taken < 0 || 2 * taken >= window.blocks()) {
                return false;
            }
            if (window.seconds() > 0 && 2 * (now.atMillis() - then.atMillis()) >= window.seconds() * MILLIS) {
                return false;
            }
        }
        return true;
    }

    /**
     * What to do when the token may be forgotten.
     *
     * @param viewFailed whether the attempt before failed behind the table, in a view
     */
    public static Verdict judge(Intent range, Held held, boolean viewFailed) {
        if (held.rows() == 0) {
            return new Again();
        }
        if (held.rows() != range.rows() || held.offsets() != range.rows()) {
            return unclear(range, held, "that is neither none nor all");
        }
        if (held.above() > 0) {
            return unclear(
                    range,
                    held,
                    "but the table also holds " + held.above()
                            + " rows behind them, which this sink did not store since"
                            + " the offsets were set: they may all be of an earlier run");
        }
        if (viewFailed) {
            return unclear(range, held, "but a view behind the table failed, and a repeat would store them twice");
        }
        return new Landed();
    }

    private static Unclear unclear(Intent range, Held held, String why) {
        return new Unclear("offsets " + range.from() + " to " + range.to()
                + " may have landed, too long ago for a repeat: of " + range.rows() + " rows the table holds "
                + held.rows() + ", with " + held.offsets() + " different offsets, " + why
                + ". Compare with source_partition and source_offset, then set the group's offset by hand");
    }
}
