package io.watchllm.processor.state;

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
 * Tells a stage that its task is about to commit, so that what it gathered since goes out in the same transaction.
 * Kafka Streams has no public way to say so (a wall-clock punctuation may come after the commit of what it should have
 * covered); it does ask each store with a cache to flush, and this is one, with nothing in it. It stands on classes
 * that are not Kafka's public interface, so it is the one class that does, and the tests of alerts fail without it (ADR
 * 10).
 *
 * <p>One for each task, whatever its stages: all that goes out or into stores at a commit goes by it, in two phases.
 * Stores that are written here have no cache: theirs may have been flushed before, and would miss this commit.
 */
public final class CommitHook implements StateStore, CachedStateStore<byte[], byte[]> {

    /** The one of the tasks that read events. */
    public static final String EVENTS = "event-commits";

    /** The one of the tasks that read parts of panes. */
    public static final String PANES = "pane-commits";

    private static final long NO_OFFSET = -1;
    private static final int NO_PARTITION = -1;

    private final String name;
    private final List<Action> actions = new ArrayList<>();

    /** When something is done, at each commit. */
    public enum Phase {
        /** Forwards what was gathered. This may change what is remembered. */
        FORWARD,
        /** Writes what is remembered to the stores. */
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
        return new MemoryStoreBuilder<>(name, () -> new CommitHook(name));
    }

    /**
     * Runs this before each commit, until the store is closed. To be called by the stage when it is opened.
     *
     * @param stage context of the stage
     * @param phase all actions of a phase are run before those of the next, and in the order of these calls
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
        // As a punctuation has it: no record is at hand.
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
        // There is nothing in it.
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
