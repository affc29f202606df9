package io.watchllm.delivery.core;

import io.watchllm.clickhouse.core.DedupWindow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to do about a range that may have landed already. While every table that it reaches surely knows its
 * token, sending the same block under the same token is always safe, and repairs views that an earlier attempt did not
 * reach. After half of the smallest deduplication window that is no longer certain, and the range is read back first.
 * ClickHouse keeps a token and its rows separately, and a crash can lose one of them: so the rows are counted after
 * each repeat too.
 *
 * @param windows deduplication window of each table, in the order of their names
 */
public record DedupWindowCheck(List<DedupWindow> windows) {
    /** Most tokens under which a range is sent. */
    public static final int GENERATIONS_MAX = 3;

    private static final long MILLIS = 1_000;
    /** The start of a server is computed from two numbers of whole seconds. */
    private static final long START_JITTER_SECONDS = 1;

    /** Whether the tables still know the token of a range. */
    public enum Memory {
        /** Each table surely knows whether it has taken the token. */
        SURE,
        /** Each should, but the server was restarted since, or knew the previous token without having the rows. */
        SUSPECT,
        /** Some may have forgotten it. */
        FORGOTTEN
    }

    /**
     * Rows of a range that the table holds.
     *
     * @param rows rows of the range
     * @param offsets different offsets among them
     * @param above rows of the same partition at higher offsets
     */
    public record Held(long rows, long offsets, long above) {
        private boolean isAllOf(Intent range) {
            return rows == range.rows() && offsets == range.rows();
        }
    }

    public DedupWindowCheck {
        windows = List.copyOf(windows);
    }

    /** Whether the tables still know the token of this range. */
    public Memory of(UncertainInsert uncertain, BlockCountSnapshot now) {
        if (!surelyHolds(uncertain.opened(), now)) {
            return Memory.FORGOTTEN;
        }
        var restarted = Math.abs(uncertain.opened().startedSeconds() - now.startedSeconds()) > START_JITTER_SECONDS;
        return restarted || uncertain.range().generation() > 1 ? Memory.SUSPECT : Memory.SURE;
    }

    /** True when every table has used less than half its window since {@code then}, in blocks and in age. */
    public boolean surelyHolds(BlockCountSnapshot then, BlockCountSnapshot now) {
        if (then.blocks().size() != windows.size() || now.blocks().size() != windows.size()) {
            return false;
        }
        if (!then.shard().isEmpty() && !then.shard().equals(now.shard())) {
            return false;
        }
        for (var i = 0; i < windows.size(); i++) {
            var window = windows.get(i);
            var taken = now.blocks().get(i) - then.blocks().get(i);
            // A count that decreased means that parts were dropped, so it proves nothing.
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
     * The outcome of a range without sending it again, or null when it must be sent again: because an earlier attempt
     * may still land, or because a view needs it. Asked unless the tables are {@link Memory#SURE}.
     */
    public @Nullable Outcome beforeRepeat(UncertainInsert uncertain, Memory memory, Held held) {
        var range = uncertain.range();
        if (memory == Memory.FORGOTTEN) {
            return forgotten(range, held, uncertain.viewFailed());
        }
        // A view that the earlier attempt did not reach gets the rows only from the repeat, whatever the table holds.
        var viewsMayNeedIt = windows.size() > 1;
        return held.isAllOf(range) && held.above() == 0 && !viewsMayNeedIt ? new Outcome.FoundLanded() : null;
    }

    private static @Nullable Outcome forgotten(Intent range, Held held, boolean viewFailed) {
        if (held.rows() == 0) {
            return null;
        }
        var sentence = "may have landed, too long ago for a repeat";
        if (!held.isAllOf(range)) {
            return unclear(range, sentence, held, "that is neither none nor all");
        }
        if (held.above() > 0) {
            return unclear(
                    range,
                    sentence,
                    held,
                    "but the table also holds " + held.above()
                            + " rows behind them, which this sink did not store since"
                            + " the offsets were set: they may all be of an earlier run");
        }
        if (viewFailed) {
            return unclear(
                    range, sentence, held, "but a view behind the table failed, and a repeat would store them twice");
        }
        return new Outcome.FoundLanded();
    }

    /**
     * The outcome of a repeat that was acknowledged.
     *
     * @param before rows that the table held before it; null when they were not counted
     * @param after rows that it holds now
     */
    public static Outcome afterRepeat(Intent range, Memory memory, @Nullable Held before, Held after) {
        var sentence = "were sent again and acknowledged";
        if (after.rows() == 0) {
            return nothingStored(range, memory, after);
        }
        var noneBefore = before != null && before.rows() == 0;
        if (after.isAllOf(range)) {
            return after.above() == 0 || noneBefore || memory == Memory.SURE
                    ? new Outcome.Acked()
                    : unclear(
                            range, sentence, after, "but they may be of an earlier run, as there are rows behind them");
        }
        // Surplus rows with none missing are of an earlier run, or the range was stored twice. A server that was not
        // restarted knows its tokens; after a restart only rows at higher offsets prove an earlier run.
        var amongOthers = after.rows() > range.rows() && after.offsets() >= range.rows();
        return amongOthers && (memory == Memory.SURE || (memory == Memory.SUSPECT && after.above() > 0))
                ? new Outcome.Acked()
                : unclear(range, sentence, after, "that is neither none nor all");
    }

    private static Outcome nothingStored(Intent range, Memory memory, Held after) {
        var sentence = "were sent again and acknowledged";
        if (memory == Memory.FORGOTTEN) {
            // An earlier attempt may still land once the old token is forgotten, in addition to the rows under a new
            // one.
            return unclear(
                    range,
                    sentence,
                    after,
                    "and their token is known from too long ago to send them under another one");
        }
        return range.generation() < GENERATIONS_MAX
                ? new Outcome.AckedWithoutRows("offsets " + range.from() + " to " + range.to()
                        + " were acknowledged, and the table has none of their " + range.rows()
                        + " rows: ClickHouse knew the token and had lost the part. They are sent under generation "
                        + (range.generation() + 1) + " of the token, which rollups that have them count twice:"
                        + " watchllm rollups verify")
                : unclear(
                        range,
                        sentence,
                        after,
                        "after " + range.generation() + " different tokens: something hides them from this user"
                                + " or deletes them, such as a row policy, a TTL or a mutation");
    }

    private static Outcome unclear(Intent range, String sentence, Held held, String why) {
        return new Outcome.Unclear("offsets " + range.from() + " to " + range.to() + " " + sentence + ": of "
                + range.rows()
                + " rows the table holds " + held.rows() + ", with " + held.offsets() + " different offsets, " + why
                + ". Compare with source_partition and source_offset, then " + Advice.MOVE_GROUP);
    }
}
