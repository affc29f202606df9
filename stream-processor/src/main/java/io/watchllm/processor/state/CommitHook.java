package io.watchllm.processor.state;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * Tells a stage that its task is about to commit, so that what it gathered since goes out in the same transaction.
 * Kafka Streams has no public way to say so (a wall-clock punctuation may come after the commit of what it should have
 * covered); it does ask each store with a cache to flush, and this is one, with nothing in it. It stands on classes
 * that are not Kafka's public interface, so it is the one class that does, and the tests of alerts fail without it (ADR
 * 10).
 */
public final class CommitHook implements StateStore, CachedStateStore<byte[], byte[]> {

    private static final long NO_OFFSET = -1;
    private static final int NO_PARTITION = -1;

    private final String name;
    private @Nullable InternalProcessorContext<?, ?> context;
    private @Nullable ProcessorNode<?, ?, ?, ?> node;
    private Runnable action = () -> {};

    private CommitHook(String name) {
        this.name = name;
    }

    /** The store for the topology; one for each stage that needs to know. */
    public static StoreBuilder<CommitHook> builder(String name) {
        return new MemoryStoreBuilder<>(name, () -> new CommitHook(name));
    }

    /**
     * Runs this before each commit; it may forward and write to stores. To be called by the stage when it is opened.
     *
     * @param stage context of the stage
     */
    public void beforeCommit(ProcessorContext<?, ?> stage, Runnable act) {
        context = (InternalProcessorContext<?, ?>) stage;
        node = context.currentNode();
        action = act;
    }

    @Override
    public void flushCache() {
        var known = context;
        if (known == null) {
            return;
        }
        var nodeBefore = known.currentNode();
        var recordBefore = known.recordContext();
        // As a punctuation has it: no record is at hand.
        known.setRecordContext(new ProcessorRecordContext(
                known.currentSystemTimeMs(), NO_OFFSET, NO_PARTITION, null, new RecordHeaders()));
        known.setCurrentNode(node);
        try {
            action.run();
        } finally {
            known.setCurrentNode(nodeBefore);
            known.setRecordContext(recordBefore);
        }
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public void clearCache() {
        // There is nothing in it.
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext stateStoreContext, StateStore root) {
        stateStoreContext.register(root, (key, value) -> {});
    }

    @Override
    public void close() {
        context = null;
        action = () -> {};
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }
}
