package io.watchllm.bench.side;

import io.watchllm.bench.core.Side;
import io.watchllm.bench.stack.BenchTable;
import io.watchllm.bench.stack.ChildJvm;
import io.watchllm.bench.stack.GroupWatch;
import io.watchllm.bench.stack.RowTopic;
import java.util.List;
import java.util.stream.Collectors;

/** Our sink, with all that exactly-once takes; one or more processes of it. */
final class SinkFiller implements Filler {
    private final List<ChildJvm> processes;
    private final RowTopic topic;
    private final GroupWatch groups;

    SinkFiller(List<ChildJvm> processes, RowTopic topic, GroupWatch groups) {
        this.processes = List.copyOf(processes);
        this.topic = topic;
        this.groups = groups;
    }

    @Override
    public Side side() {
        return Side.SINK;
    }

    @Override
    public void start(BenchTable table) {
        var group = "bench-" + table.name();
        var command = "start " + table.name() + " " + topic.name() + " " + group;
        processes.forEach(process -> process.ask(command));
        groups.awaitAssigned(group, topic.partitions(), processes.size());
    }

    @Override
    public String status() {
        return processes.stream().map(process -> process.ask("status")).collect(Collectors.joining("; "));
    }

    @Override
    public void stop() {
        processes.forEach(process -> process.ask("stop"));
    }
}
