package io.watchllm.sink.consume;

import io.watchllm.delivery.encode.TableColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the table again, on virtual threads, so that what an operator changes takes effect without a restart: before
 * a pipeline that an invalid configuration has blocked is resumed, and periodically while some field has no column.
 * Used by the loop's thread only.
 */
final class TableWatch {
    private static final Logger log = LoggerFactory.getLogger(TableWatch.class);

    private final TableAccess access;
    private final RowEncoder encoder;
    private final Attempts attempts;
    private final long intervalMillis;
    private List<TableColumn> known;
    private @Nullable CompletableFuture<TableAccess.Look> look;
    private @Nullable CompletableFuture<List<TableColumn>> columns;
    private long columnsDue;

    /**
     * @param known the columns that the encoder begins with
     * @param intervalMillis time between two looks for columns
     */
    TableWatch(
            TableAccess access, RowEncoder encoder, Attempts attempts, List<TableColumn> known, long intervalMillis) {
        this.access = access;
        this.encoder = encoder;
        this.attempts = attempts;
        this.known = known;
        this.intervalMillis = intervalMillis;
    }

    /** Unblocks due pipelines; returns those whose records must be read again. */
    List<PartitionPipeline> resume(PartitionPipelines pipelines, long now) {
        var seen = look == null ? null : look.getNow(null);
        if (seen != null) {
            look = null;
            if (seen.opened() != null) {
                encoder.columns(seen.opened().columns());
                attempts.writeWith(seen.opened().writers());
            }
        }
        List<PartitionPipeline> again = new ArrayList<>();
        for (var pipeline : pipelines.all()) {
            var blocked = pipeline.blocked();
            if (blocked == null || blocked.dueMillis() > now) {
                continue;
            }
            if (!blocked.operator() || (seen != null && seen.trouble().isEmpty())) {
                pipeline.unblock();
                again.add(pipeline);
            } else if (seen != null) {
                pipeline.block(seen.trouble(), true, now);
            } else if (look == null) {
                look = inBackground(access::look);
            }
        }
        return again;
    }

    /** Uses columns that were added, and looks for more when that is due. Blocks already begun keep their columns. */
    void turn(long now) {
        if (columns != null && columns.isDone()) {
            if (columns.isCompletedExceptionally()) {
                // A failing insert reports the problem better, and the next look follows.
                log.debug("columns could not be read", columns.exceptionNow());
            } else if (!columns.resultNow().equals(known)) {
                known = columns.resultNow();
                encoder.columns(known);
            }
            columns = null;
        }
        if (encoder.skipsFields() && now >= columnsDue) {
            columnsDue = now + intervalMillis;
            columns = inBackground(access::columns);
        }
    }

    private static <T> CompletableFuture<T> inBackground(Supplier<T> look) {
        return CompletableFuture.supplyAsync(
                look, task -> Thread.ofVirtual().name("look at table").start(task));
    }
}
