package io.watchllm.processor.store;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.apache.kafka.streams.processor.internals.StateRestoreCallbackAdapter;
import org.jspecify.annotations.Nullable;

/** Opens a store as Kafka Streams does, fills it from a changelog, and takes what it writes to that. */
public final class StoreBench {

    private final List<StateRestoreCallback> callbacks = new ArrayList<>();
    private final List<Entry> logged = new ArrayList<>();

    /** A record of a changelog. */
    // Compared by nobody.
    @SuppressWarnings("ArrayRecordComponent")
    public record Entry(byte[] key, byte @Nullable [] value) {}

    /** Opens the store, and plays the changelog back to its end. */
    public static StoreBench open(StateStore store, List<Entry> changelog) {
        var bench = new StoreBench();
        store.init(bench.context(), store);
        bench.restore(changelog);
        return bench;
    }

    /** Plays more of the changelog back, as a standby gets it. */
    void restore(List<Entry> changelog) {
        var records = changelog.stream()
                .map(entry -> new ConsumerRecord<>("changelog", 0, 0, entry.key(), entry.value()))
                .toList();
        callbacks.forEach(
                callback -> StateRestoreCallbackAdapter.adapt(callback).restoreBatch(List.copyOf(records)));
    }

    /** What the store has written to its changelog since the last time. */
    public List<Entry> takeLogged() {
        var taken = List.copyOf(logged);
        logged.clear();
        return taken;
    }

    private InternalProcessorContext<?, ?> context() {
        return (InternalProcessorContext<?, ?>) Proxy.newProxyInstance(
                StoreBench.class.getClassLoader(),
                new Class<?>[] {InternalProcessorContext.class},
                (_, method, call) -> answer(method.getName(), call));
    }

    private @Nullable Object answer(String method, Object[] call) {
        return switch (method) {
            case "taskId" -> new TaskId(0, 0);
            case "recordContext" -> new ProcessorRecordContext(0, 0, 0, "events", new RecordHeaders());
            case "register" -> {
                callbacks.add((StateRestoreCallback) call[1]);
                yield null;
            }
            case "logChange" -> {
                logged.add(new Entry(((Bytes) call[1]).get(), (byte[]) call[2]));
                yield null;
            }
            default -> throw new UnsupportedOperationException("no store calls " + method);
        };
    }
}
