package io.watchllm.sink.consume;

import io.watchllm.sink.encode.TableColumn;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks again, on a virtual thread, a table that has no column for some field, so that a column added later is filled
 * without a restart. A table with a column for each field is not checked. Used by the loop's thread only.
 */
final class ColumnWatch {
    private static final Logger log = LoggerFactory.getLogger(ColumnWatch.class);

    private final TableAccess access;
    private final RowEncoder encoder;
    private final long intervalMillis;
    private final AtomicReference<@Nullable List<TableColumn>> seen = new AtomicReference<>();
    private List<TableColumn> known;
    private long due;

    /**
     * @param known the columns that the encoder begins with
     * @param intervalMillis time between two checks
     */
    ColumnWatch(TableAccess access, RowEncoder encoder, List<TableColumn> known, long intervalMillis) {
        this.access = access;
        this.encoder = encoder;
        this.known = known;
        this.intervalMillis = intervalMillis;
    }

    /**
     * Applies the result of a check, and starts the next one when it is due. Blocks already begun keep their columns.
     */
    void turn(long now) {
        var columns = seen.getAndSet(null);
        if (columns != null && !columns.equals(known)) {
            known = columns;
            encoder.columns(columns);
        }
        if (encoder.skipsFields() && now >= due) {
            due = now + intervalMillis;
            Thread.ofVirtual().name("look at columns").start(this::look);
        }
    }

    private void look() {
        try {
            seen.set(access.columns());
        } catch (RuntimeException failure) {
            // A failing insert reports the problem better, and the next check follows.
            log.debug("columns could not be read", failure);
        }
    }
}
