package io.watchllm.sink.write;

import io.watchllm.sink.core.BlockCountSnapshot;
import io.watchllm.sink.core.DedupWindowCheck;
import io.watchllm.sink.core.DedupWindowCheck.Held;
import io.watchllm.sink.core.DedupWindowCheck.Memory;
import io.watchllm.sink.core.Intent;
import io.watchllm.sink.core.Outcome;
import io.watchllm.sink.core.OutcomeRules;
import io.watchllm.sink.core.UncertainInsert;
import io.watchllm.sink.write.TableReader.TableUnreadableException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats a range that may have landed, and verifies the stored rows before and after. Thread-safe. */
public final class RangeVerifier {
    private static final Logger log = LoggerFactory.getLogger(RangeVerifier.class);

    private final LandedRows rows;
    private final BlockCountSnapshots marks;
    private final DedupWindowCheck memory;

    public RangeVerifier(LandedRows rows, BlockCountSnapshots marks, DedupWindowCheck memory) {
        this.rows = rows;
        this.marks = marks;
        this.memory = memory;
    }

    /** The tables' latest block counts. */
    BlockCountSnapshot latestMark() {
        return marks.latest();
    }

    /**
     * Sends a range that may have landed again, unless the stored rows show that it need not or must not be sent;
     * counts the rows again after the acknowledgement.
     *
     * @param insert makes the attempt
     */
    Outcome repeat(int partition, UncertainInsert doubt, Supplier<Outcome> insert) {
        var range = doubt.range();
        try {
            var known = memory.of(doubt, marks.take());
            var before = known == Memory.SURE ? null : rows.held(partition, range);
            if (before != null) {
                switch (memory.beforeRepeat(doubt, known, before)) {
                    case DedupWindowCheck.Landed landed -> {
                        return foundLanded(partition, range);
                    }
                    case DedupWindowCheck.Unclear(var why) -> {
                        return new Outcome.Unclear(why);
                    }
                    case DedupWindowCheck.Again again -> {}
                }
            }
            return switch (insert.get()) {
                case Outcome.Acked acked -> acked(partition, range, known, before);
                case Outcome.BadData(var code, var message, var unknown) ->
                    new Outcome.BadData(code, message, landed(partition, range));
                case Outcome other -> other;
            };
        } catch (TableUnreadableException unreadable) {
            return new Outcome.InDoubt(
                    OutcomeRules.NO_CODE, String.valueOf(unreadable.getMessage()), doubt.viewFailed());
        }
    }

    private Outcome foundLanded(int partition, Intent range) {
        log.warn(
                "a range was found in the table and is not repeated for the views, compare the rollups"
                        + " partition={} from={} to={} rows={}",
                partition,
                range.from(),
                range.to(),
                range.rows());
        return new Outcome.FoundLanded();
    }

    private Outcome acked(int partition, Intent range, Memory known, @Nullable Held before) {
        return switch (DedupWindowCheck.afterRepeat(range, known, before, rows.held(partition, range))) {
            case DedupWindowCheck.Landed landed -> new Outcome.Acked();
            case DedupWindowCheck.Unclear(var why) -> new Outcome.Unclear(why);
            case DedupWindowCheck.NextGeneration next ->
                new Outcome.AckedWithoutRows("offsets " + range.from() + " to " + range.to()
                        + " were acknowledged, and the table has none of their " + range.rows()
                        + " rows: ClickHouse knew the token and had lost the part. They are sent under generation "
                        + (range.generation() + 1) + " of the token, which rollups that have them count twice:"
                        + " watchllm rollups verify");
        };
    }

    /** Rows of the range that the table has; {@link Outcome.BadData#UNKNOWN} when ClickHouse does not answer. */
    private long landed(int partition, Intent range) {
        try {
            return rows.held(partition, range).rows();
        } catch (TableUnreadableException unreadable) {
            log.warn("rows of a range could not be counted error={}", unreadable.getMessage());
            return Outcome.BadData.UNKNOWN;
        }
    }
}
