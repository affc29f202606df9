package io.watchllm.sink.table;

import io.watchllm.delivery.core.DedupWindowCheck;
import io.watchllm.delivery.core.DedupWindowCheck.Memory;
import io.watchllm.delivery.core.Intent;
import io.watchllm.delivery.core.Outcome;
import io.watchllm.delivery.core.OutcomeRules;
import io.watchllm.delivery.core.UncertainInsert;
import io.watchllm.delivery.table.LandedRows;
import io.watchllm.delivery.table.TableReader.TableUnreadableException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats a range that may have landed, and verifies the stored rows before and after. Thread-safe. */
public final class RangeVerifier {
    private static final Logger log = LoggerFactory.getLogger(RangeVerifier.class);

    private final LandedRows rows;
    private final BlockCountSnapshots counts;
    private final DedupWindowCheck windows;

    public RangeVerifier(LandedRows rows, BlockCountSnapshots counts, DedupWindowCheck windows) {
        this.rows = rows;
        this.counts = counts;
        this.windows = windows;
    }

    /**
     * Sends a range that may have landed again, unless the stored rows show that it need not or must not be sent;
     * counts the rows again after the acknowledgement.
     *
     * @param insert makes the attempt
     */
    Outcome repeat(int partition, UncertainInsert uncertain, Supplier<Outcome> insert) {
        var range = uncertain.range();
        try {
            var known = windows.of(uncertain, counts.take());
            var before = known == Memory.SURE ? null : rows.held(partition, range);
            var found = before == null ? null : windows.beforeRepeat(uncertain, known, before);
            if (found != null) {
                warnOfViews(found, partition, range);
                return found;
            }
            return switch (insert.get()) {
                case Outcome.Acked acked ->
                    DedupWindowCheck.afterRepeat(range, known, before, rows.held(partition, range));
                case Outcome.BadData(var code, var message, var unknown) ->
                    new Outcome.BadData(code, message, landed(partition, range));
                case Outcome other -> other;
            };
        } catch (TableUnreadableException unreadable) {
            return new Outcome.InDoubt(
                    OutcomeRules.NO_CODE, String.valueOf(unreadable.getMessage()), uncertain.viewFailed());
        }
    }

    private static void warnOfViews(Outcome found, int partition, Intent range) {
        if (found instanceof Outcome.FoundLanded) {
            log.warn(
                    "a range was found in the table and is not repeated for the views, compare the rollups"
                            + " partition={} from={} to={} rows={}",
                    partition,
                    range.from(),
                    range.to(),
                    range.rows());
        }
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
