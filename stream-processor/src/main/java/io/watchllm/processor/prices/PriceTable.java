package io.watchllm.processor.prices;

import io.watchllm.pricing.BuiltInPrices;
import io.watchllm.pricing.PriceList;
import io.watchllm.pricing.PriceReading;
import io.watchllm.pricing.PriceRow;
import io.watchllm.processor.store.GlobalTable;
import io.watchllm.processor.store.MemoryStoreBuilder;
import io.watchllm.schemas.registry.WriterSchemas;
import io.watchllm.validation.ShortText;
import io.watchllm.validation.TableRecordException;
import io.watchllm.validation.TableRecordException.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prices of this process: a global store, filled to the end of the topic before any event is processed, and the price
 * list built from it. One writer thread, many readers. An invalid record removes the price with its key, as compaction
 * of the topic eventually would.
 */
public final class PriceTable implements GlobalTable {

    /** Name of the store. */
    public static final String NAME = "model-prices";

    /** Batches changes into one new list: readers see a change after this time at the latest. */
    public static final long LIST_EVERY_MS = 100;

    private static final Logger log = LoggerFactory.getLogger(PriceTable.class);

    /** Longest key shown in a log line. */
    private static final int KEY_CHARACTERS_MAX = 200;

    private final PriceReading reading;
    private final PriceMetrics metrics;
    private final Map<ByteBuffer, PriceRow> rows = new HashMap<>();
    private volatile PriceList list;
    private volatile boolean changed;
    private volatile long madeMs;

    private PriceTable(WriterSchemas schemas, PriceMetrics metrics) {
        reading = new PriceReading(schemas);
        this.metrics = metrics;
        list = PriceList.of(List.of(), BuiltInPrices.rows());
        metrics.rows(list);
    }

    /** The store for the topology. */
    public static MemoryStoreBuilder<PriceTable> builder(WriterSchemas schemas, PriceMetrics metrics) {
        return new MemoryStoreBuilder<>(NAME, null, () -> new PriceTable(schemas, metrics));
    }

    /**
     * Applies a record.
     *
     * @throws io.watchllm.schemas.registry.SchemasUnavailableException when the registry did not answer
     */
    @Override
    public void put(byte @Nullable [] key, byte @Nullable [] value, long offset) {
        if (key == null) {
            skip("", new TableRecordException(Fault.NO_KEY, "the record has no key"));
            return;
        }
        // Outside of the lock, because the registry may be slow.
        PriceRow row = null;
        try {
            row = value == null ? null : reading.read(value);
        } catch (TableRecordException broken) {
            skip(new String(key, StandardCharsets.UTF_8), broken);
        }
        put(ByteBuffer.wrap(key.clone()), row);
    }

    private synchronized void put(ByteBuffer key, @Nullable PriceRow row) {
        var before = row == null ? rows.remove(key) : rows.put(key, row);
        changed |= row == null ? before != null : !row.equals(before);
    }

    private void skip(String key, TableRecordException broken) {
        metrics.skipped(broken.fault());
        log.warn(
                "left out a price record key={} reason={} error={}",
                ShortText.of(key, KEY_CHARACTERS_MAX),
                broken.fault().word(),
                broken.message());
    }

    /**
     * The current list; the same object until something changes. Cheap enough to call for each event.
     *
     * @param wallMs the time, in milliseconds since 1970
     */
    public PriceList current(long wallMs) {
        if (changed && Math.abs(wallMs - madeMs) >= LIST_EVERY_MS) {
            makeList(wallMs);
        }
        return list;
    }

    private synchronized void makeList(long wallMs) {
        if (!changed) {
            // Another thread was faster.
            return;
        }
        list = list.withTopic(rows.values());
        changed = false;
        madeMs = wallMs;
        metrics.listMade();
        metrics.rows(list);
        log.info("took over prices rows={}", rows.size());
    }

    @Override
    public synchronized void clear() {
        changed |= !rows.isEmpty();
        rows.clear();
    }

    @Override
    public String name() {
        return NAME;
    }
}
