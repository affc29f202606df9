package io.watchllm.bench.side;

import io.watchllm.bench.core.SinkReport.Memory;
import io.watchllm.bench.stack.ChildJvm;
import io.watchllm.bench.stack.ProcessUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The sinks of a benchmark, each in a JVM of its own; they share the partitions. */
final class SinkProcesses implements AutoCloseable {
    private final List<ChildJvm> all = new ArrayList<>();

    private SinkProcesses() {}

    /** Starts {@code count} of them, see {@link ChildJvm#start}. */
    static SinkProcesses start(int count, List<String> jvmOptions, Map<String, String> variables) {
        var processes = new SinkProcesses();
        try {
            while (processes.all.size() < count) {
                processes.all.add(ChildJvm.start(SinkChild.class, jvmOptions, variables));
            }
        } catch (RuntimeException failure) {
            processes.close();
            throw failure;
        }
        return processes;
    }

    List<ChildJvm> all() {
        return List.copyOf(all);
    }

    /** CPU time of all of them since their starts. */
    double cpuSeconds() {
        return all.stream()
                .mapToDouble(each -> new ProcessUse(each.pid()).cpuSeconds())
                .sum();
    }

    /** The memory of the one that takes most. */
    Memory memory() {
        return new Memory(
                all.stream()
                        .mapToLong(each -> Long.parseLong(each.ask("heap")))
                        .max()
                        .orElse(0),
                all.stream()
                        .mapToLong(each -> new ProcessUse(each.pid()).peakResidentBytes())
                        .max()
                        .orElse(0));
    }

    @Override
    public void close() {
        all.forEach(ChildJvm::close);
    }
}
