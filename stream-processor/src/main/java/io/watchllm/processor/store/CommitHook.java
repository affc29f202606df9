package io.watchllm.processor.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
 * Notifies a stage before its task commits, so that what the stage buffered is written in the same transaction. Kafka
 * Streams has no public API for that (a wall-clock punctuation may run after the commit it should precede), but it
 * flushes each caching store, and this is such a store, always empty. It depends on non-public classes of Kafka, as
 * only {@link io.watchllm.processor.write.LoggedStore} does besides, and the tests of alerts fail without it (ADR 10).
 *
 * <p>One per task, whatever its stages: everything sent or stored at a commit goes through it, in two phases. Stores
 * written here have no cache: it may have been flushed before, and would miss this commit.
 */
public final class CommitHook implements StateStore, CachedStateStore<byte[], byte[]> {

    /** Hook of the tasks that read events. */
    public static final String EVENTS = "event-commits";

    /** Hook of the tasks that read pane parts. */
    public static final String PANES = "pane-commits";

    private static final long NO_OFFSET = -1;
    private static final int NO_PARTITION = -1;

    private final String name;
    private final List<Action> actions = new ArrayList<>();

    /** Order of the actions at a commit. */
    public enum Phase {
        /** Forwards buffered records. This may change state. */
        FORWARD,
        /** Saves state to the stores. */
        SAVE
    }

    private record Action(
            Phase phase,
            InternalProcessorContext<?, ?> context,
            @Nullable ProcessorNode<?, ?, ?, ?> node,
            Runnable act) {}

    private CommitHook(String name) {
        this.name = name;
    }

    /** The store for the topology; one for all stages of a subtopology. */
    public static StoreBuilder<CommitHook> builder(String name) {
        return new MemoryStoreBuilder<>(name, null, () -> new CommitHook(name));
    }

    /**
     * Registers an action to run before each commit, until the store is closed. Called by the stage when it is
     * initialized.
     *
     * @param stage context of the stage
     * @param phase all actions of a phase run before those of the next, in order of registration
     */
    public void beforeCommit(ProcessorContext<?, ?> stage, Phase phase, Runnable act) {
        var context = (InternalProcessorContext<?, ?>) stage;
        actions.add(new Action(phase, context, context.currentNode(), act));
        actions.sort(Comparator.comparing(Action::phase));
    }

    @Override
    public void flushCache() {
        actions.forEach(CommitHook::run);
    }

    private static void run(Action action) {
        var known = action.context;
        var nodeBefore = known.currentNode();
        var recordBefore = known.recordContext();
        // As in a punctuation: there is no current record.
        known.setRecordContext(new ProcessorRecordContext(
                known.currentSystemTimeMs(), NO_OFFSET, NO_PARTITION, null, new RecordHeaders()));
        known.setCurrentNode(action.node);
        try {
            action.act.run();
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
        // Always empty.
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext stateStoreContext, StateStore root) {
        actions.clear();
        stateStoreContext.register(root, (key, value) -> {});
    }

    @Override
    public void close() {
        actions.clear();
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
