package io.watchllm.sink.write;

import io.watchllm.sink.core.Doubt;
import io.watchllm.sink.core.Intent;
import io.watchllm.sink.core.Mark;
import io.watchllm.sink.core.Outcome;
import io.watchllm.sink.core.OutcomeRules;
import io.watchllm.sink.core.TokenMemory;
import io.watchllm.sink.write.TableReader.TableUnreadableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the tables what became of a range that may have landed. Thread-safe. */
public final class ReadBack {
    private static final Logger log = LoggerFactory.getLogger(ReadBack.class);

    private final LandedRows rows;
    private final TableMarks marks;
    private final TokenMemory memory;

    public ReadBack(LandedRows rows, TableMarks marks, TokenMemory memory) {
        this.rows = rows;
        this.marks = marks;
        this.memory = memory;
    }

    /** How far the tables were a moment ago. */
    Mark latestMark() {
        return marks.latest();
    }

    /** Rows of the range that the table has; {@link Outcome.BadData#UNKNOWN} when ClickHouse does not say. */
    long landed(int partition, Intent range) {
        try {
            return rows.held(partition, range).rows();
        } catch (TableUnreadableException unreadable) {
            log.warn("rows of a range could not be counted error={}", unreadable.getMessage());
            return Outcome.BadData.UNKNOWN;
        }
    }

    /** What became of the range, or null when it is to be sent again under its token. */
    @Nullable
    Outcome resolve(int partition, Doubt doubt) {
        try {
            if (memory.surelyHolds(doubt.opened(), marks.take())) {
                return null;
            }
            var held = rows.held(partition, doubt.range());
            return switch (TokenMemory.judge(doubt.range(), held, doubt.viewFailed())) {
                case TokenMemory.Again again -> null;
                case TokenMemory.Unclear(var why) -> new Outcome.Unclear(why);
                case TokenMemory.Landed landed -> {
                    log.warn(
                            "a range was found in the table, too late to repeat it for the views; compare the rollups"
                                    + " partition={} from={} to={} rows={}",
                            partition,
                            doubt.range().from(),
                            doubt.range().to(),
                            doubt.range().rows());
                    yield new Outcome.FoundLanded();
                }
            };
        } catch (TableUnreadableException unreadable) {
            return new Outcome.InDoubt(
                    OutcomeRules.NO_CODE, String.valueOf(unreadable.getMessage()), doubt.viewFailed());
        }
    }
}
