package io.watchllm.sink.table;

import io.watchllm.clickhouse.core.DedupWindow;
import io.watchllm.delivery.core.BlockCountSnapshot;
import io.watchllm.delivery.table.TableReader;
import io.watchllm.delivery.table.TableReader.TableUnreadableException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Caches the block counts of the tables that a block reaches. Thread-safe. */
public final class BlockCountSnapshots {
    private static final Logger log = LoggerFactory.getLogger(BlockCountSnapshots.class);
    /** An older snapshot is valid too: it only makes the sink read back sooner. */
    private static final Duration FRESH_FOR = Duration.ofSeconds(5);

    private final TableReader reader;
    private final String shard;
    private final List<DedupWindow> windows;
    private final Clock clock;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile BlockCountSnapshot latest;

    /**
     * @param shard identity of the shard's tables
     * @throws TableUnreadableException when ClickHouse does not answer
     */
    public BlockCountSnapshots(TableReader reader, String shard, List<DedupWindow> windows, Clock clock) {
        this.reader = reader;
        this.shard = shard;
        this.windows = List.copyOf(windows);
        this.clock = clock;
        this.latest = take();
    }

    /**
     * Reads the current block counts.
     *
     * @throws TableUnreadableException when ClickHouse does not answer
     */
    BlockCountSnapshot take() {
        // Read the clock before the query: a snapshot must not claim to be later than what it counted.
        var now = clock.millis();
        return windows.isEmpty()
                ? new BlockCountSnapshot(shard, 0, now, List.of())
                : new BlockCountSnapshot(shard, reader.startedSeconds(), now, reader.blocks(windows));
    }

    /** The latest known block counts, refreshed in the background; never waits. */
    BlockCountSnapshot latest() {
        var known = latest;
        if (clock.millis() - known.atMillis() > FRESH_FOR.toMillis() && asking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("count blocks").start(this::refresh);
        }
        return known;
    }

    private void refresh() {
        try {
            latest = take();
        } catch (TableUnreadableException unreadable) {
            log.debug("tables could not be asked how far they are", unreadable);
        } finally {
            asking.set(false);
        }
    }
}
