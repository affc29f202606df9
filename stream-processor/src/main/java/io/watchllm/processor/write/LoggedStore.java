package io.watchllm.processor.write;

import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.query.Position;
import org.jspecify.annotations.Nullable;

/**
 * State store in memory that writes its changelog itself, so that it can hold objects instead of serialized entries.
 * Kafka Streams offers this only to its own stores, so it uses their internal context. An entry too large for the
 * changelog is not written but counted and logged, and the earlier value of its key is deleted: otherwise a restart
 * would restore an outdated value. Use only on the stage's thread.
 */
public abstract class LoggedStore implements StateStore {

    private final String name;
    private final int entryBytesMax;
    private final WriteMetrics metrics;
    private @Nullable InternalProcessorContext<?, ?> context;

    /**
     * A closed store.
     *
     * @param entryBytesMax maximum serialized bytes of a key and its value
     */
    protected LoggedStore(String name, int entryBytesMax, WriteMetrics metrics) {
        this.name = name;
        this.entryBytesMax = entryBytesMax;
        this.metrics = metrics;
    }

    /** Removes everything: what an aborted transaction added is not on the changelog. */
    protected abstract void clear();

    /**
     * Applies a record of the changelog.
     *
     * @param value null when the entry was deleted
     */
    protected abstract void restore(byte[] key, byte @Nullable [] value);

    /**
     * Writes an entry to the changelog, in the transaction of the current commit.
     *
     * @param value null to delete the entry
     * @return false if it is too large; the changelog has no entry with this key then
     */
    protected final boolean write(byte[] key, byte @Nullable [] value) {
        long bytes = (long) key.length + (value == null ? 0 : value.length);
        boolean fits = bytes <= entryBytesMax;
        if (!fits) {
            metrics.heldBack(name, bytes, entryBytesMax);
        }
        var opened = Objects.requireNonNull(context, "the store is closed");
        opened.logChange(
                name,
                Bytes.wrap(key),
                fits ? value : null,
                opened.recordContext().timestamp(),
                new RecordHeaders(),
                Position.emptyPosition());
        return fits;
    }

    /** Opens it empty, to be restored from the changelog. Kafka Streams reopens the same object after an abort. */
    @Override
    public void init(StateStoreContext stateStoreContext, StateStore root) {
        context = (InternalProcessorContext<?, ?>) stateStoreContext;
        clear();
        stateStoreContext.register(root, this::restore);
    }

    @Override
    public void close() {
        context = null;
        clear();
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final boolean persistent() {
        return false;
    }

    @Override
    public final boolean isOpen() {
        return context != null;
    }
}
