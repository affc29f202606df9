package io.watchllm.processor.state;

import io.watchllm.processor.core.SeenIds;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.apache.kafka.streams.processor.TaskId;

/** The stores of ids that are open in this process, those of standbys included. Thread-safe. */
public final class SeenIdsRegistry {
    private final Map<TaskId, SeenIds> open = new ConcurrentHashMap<>();

    void opened(TaskId task, SeenIds ids) {
        open.put(task, ids);
    }

    void closed(TaskId task, SeenIds ids) {
        // The task may be open again already, on another thread.
        open.remove(task, ids);
    }

    /** What is open now, by partition of the input. */
    public Map<Integer, SeenIds> byPartition() {
        var byPartition = new TreeMap<Integer, SeenIds>();
        open.forEach((task, ids) -> byPartition.put(task.partition(), ids));
        return byPartition;
    }

    /** The sum over all that are open. */
    public long sum(ToLongFunction<SeenIds> count) {
        return open.values().stream().mapToLong(count).sum();
    }
}
