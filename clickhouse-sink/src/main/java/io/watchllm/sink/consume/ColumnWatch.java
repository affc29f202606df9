package io.watchllm.sink.consume;

import io.watchllm.sink.encode.TableColumn;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again at a table that has no column for a field, on a thread of its own: a column that a person adds is filled
 * without a restart. A table that has a column for each field is left alone. For the loop's thread.
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
     * @param intervalMillis how long after a look the next one follows
     */
    ColumnWatch(TableAccess access, RowEncoder encoder, List<TableColumn> known, long intervalMillis) {
        this.access = access;
        this.encoder = encoder;
        this.known = known;
        this.intervalMillis = intervalMillis;
    }

    /** Takes in what a look gave, and looks again when time has come. Blocks that are begun keep their columns. */
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
            // Inserts say better what is wrong with ClickHouse, and the next look follows.
            log.debug("columns could not be read", failure);
        }
    }
}
