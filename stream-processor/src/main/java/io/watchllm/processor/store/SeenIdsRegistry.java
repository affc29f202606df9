package io.watchllm.processor.store;

import io.watchllm.processor.core.SeenIds;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.apache.kafka.streams.processor.TaskId;

/** Registry of the id stores that are open in this process, including those of standbys. Thread-safe. */
public final class SeenIdsRegistry {
    private final Map<TaskId, SeenIds> open = new ConcurrentHashMap<>();

    void opened(TaskId task, SeenIds ids) {
        open.put(task, ids);
    }

    void closed(TaskId task, SeenIds ids) {
        // Another thread may have opened the task again already.
        open.remove(task, ids);
    }

    /** Currently open stores, by partition of the input. */
    public Map<Integer, SeenIds> byPartition() {
        var byPartition = new TreeMap<Integer, SeenIds>();
        open.forEach((task, ids) -> byPartition.put(task.partition(), ids));
        return byPartition;
    }

    /** Sum over all open stores. */
    public long sum(ToLongFunction<SeenIds> count) {
        return open.values().stream().mapToLong(count).sum();
    }
}
