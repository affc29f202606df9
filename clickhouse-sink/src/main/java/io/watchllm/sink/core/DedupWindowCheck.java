package io.watchllm.sink.core;

import io.watchllm.clickhouse.core.DedupWindow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to do about a range that may have landed already. While every table along its way surely knows its
 * token, the same block under the same token is right whatever happened, and mends views that an attempt before did not
 * reach. Past half of the smallest window that is no longer sure, and the table is read back first. A token and the
 * rows that it stands for are two things in ClickHouse, which a crash can part: so the rows are counted after each
 * repeat too.
 *
 * @param windows how long each table remembers, in the order of their names
 */
public record DedupWindowCheck(List<DedupWindow> windows) {
    /** A range is sent under so many tokens at most. */
    static final int GENERATIONS_MAX = 3;

    private static final long MILLIS = 1_000;
    /** The start of a server is the difference of two numbers that are whole seconds. */
    private static final long START_JITTER_SECONDS = 1;

    /** What the tables know of the token of a range. */
    public enum Memory {
        /** Each surely knows whether it has taken it. */
        SURE,
        /** Each should, but the server was restarted since, or has known the token before it without the rows. */
        SUSPECT,
        /** Some may have forgotten it. */
        FORGOTTEN
    }

    /**
     * What the table holds of a range.
     *
     * @param rows rows of the range
     * @param offsets different offsets among them
     * @param above rows of the same partition behind the range
     */
    public record Held(long rows, long offsets, long above) {
        private boolean isAllOf(Intent range) {
            return rows == range.rows() && offsets == range.rows();
        }
    }

    /** What is to be done about a range before it is sent again. */
    public sealed interface BeforeRepeat {}

    /** What is to be done about a range after a repeat of it was acknowledged. */
    public sealed interface AfterRepeat {}

    /** Send it again under its token, in case an attempt before still lands, or a view needs it. */
    public record Again() implements BeforeRepeat {}

    /** All of it is there. */
    public record Landed() implements BeforeRepeat, AfterRepeat {}

    /** Nothing of it is there although its token is known: send it under the next generation of the token. */
    public record NextGeneration() implements AfterRepeat {}

    /** What is there can't be explained by this range alone: a person is needed. */
    public record Unclear(String why) implements BeforeRepeat, AfterRepeat {}

    public DedupWindowCheck {
        windows = List.copyOf(windows);
    }

    /** What the tables know of the token of this range now. */
    public Memory of(UncertainInsert doubt, BlockCountSnapshot now) {
        if (!surelyHolds(doubt.opened(), now)) {
            return Memory.FORGOTTEN;
        }
        var restarted = Math.abs(doubt.opened().startedSeconds() - now.startedSeconds()) > START_JITTER_SECONDS;
        return restarted || doubt.range().generation() > 1 ? Memory.SUSPECT : Memory.SURE;
    }

    /** True when every table has taken less than half its window since {@code then}, in blocks and in age. */
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

    /** What to do before a range is sent again, unless the tables are {@link Memory#SURE}. */
    public BeforeRepeat beforeRepeat(UncertainInsert doubt, Memory memory, Held held) {
        var range = doubt.range();
        if (memory == Memory.FORGOTTEN) {
            return judge(range, held, doubt.viewFailed());
        }
        // A view that the attempt before did not reach gets the rows by the repeat alone, whatever the table has.
        var viewsMayNeedIt = windows.size() > 1;
        return held.isAllOf(range) && held.above() == 0 && !viewsMayNeedIt ? new Landed() : new Again();
    }

    private static BeforeRepeat judge(Intent range, Held held, boolean viewFailed) {
        if (held.rows() == 0) {
            return new Again();
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
        return new Landed();
    }

    /**
     * What to do after a repeat was acknowledged.
     *
     * @param before what the table held before it; null when it was not asked
     * @param after what it holds now
     */
    public static AfterRepeat afterRepeat(Intent range, Memory memory, @Nullable Held before, Held after) {
        var sentence = "were sent again and acknowledged";
        if (after.rows() == 0) {
            return nothingStored(range, memory, after);
        }
        var noneBefore = before != null && before.rows() == 0;
        if (after.isAllOf(range)) {
            return after.above() == 0 || noneBefore || memory == Memory.SURE
                    ? new Landed()
                    : unclear(
                            range, sentence, after, "but they may be of an earlier run, as there are rows behind them");
        }
        // More rows than the range has, with none missing, are of an earlier run, or it was stored twice. A server that
        // was not restarted knows its tokens; after a restart only rows behind the range tell of an earlier run.
        var amongOthers = after.rows() > range.rows() && after.offsets() >= range.rows();
        return amongOthers && (memory == Memory.SURE || (memory == Memory.SUSPECT && after.above() > 0))
                ? new Landed()
                : unclear(range, sentence, after, "that is neither none nor all");
    }

    private static AfterRepeat nothingStored(Intent range, Memory memory, Held after) {
        var sentence = "were sent again and acknowledged";
        if (memory == Memory.FORGOTTEN) {
            // An attempt before may still land as soon as the old token is forgotten, beside the rows under a new one.
            return unclear(
                    range,
                    sentence,
                    after,
                    "and their token is known from too long ago to send them under another one");
        }
        return range.generation() < GENERATIONS_MAX
                ? new NextGeneration()
                : unclear(
                        range,
                        sentence,
                        after,
                        "after " + range.generation() + " different tokens: something hides them from this user"
                                + " or deletes them, such as a row policy, a TTL or a mutation");
    }

    private static Unclear unclear(Intent range, String sentence, Held held, String why) {
        return new Unclear("offsets " + range.from() + " to " + range.to() + " " + sentence + ": of " + range.rows()
                + " rows the table holds " + held.rows() + ", with " + held.offsets() + " different offsets, " + why
                + ". Compare with source_partition and source_offset, then " + Advice.MOVE_GROUP);
    }
}
