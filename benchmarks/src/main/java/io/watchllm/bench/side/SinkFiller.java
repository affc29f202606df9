package io.watchllm.bench.side;

import io.watchllm.bench.core.Side;
import io.watchllm.bench.stack.BenchTable;
import io.watchllm.bench.stack.GroupWatch;
import io.watchllm.bench.stack.RowTopic;

/** Our sink, with all that exactly-once takes. */
final class SinkFiller implements Filler {
    private final SinkProcess process;
    private final RowTopic topic;
    private final GroupWatch groups;

    SinkFiller(SinkProcess process, RowTopic topic, GroupWatch groups) {
        this.process = process;
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
        process.ask("start " + table.name() + " " + topic.name() + " " + group);
        groups.awaitAssigned(group, topic.partitions(), 1);
    }

    @Override
    public String status() {
        return process.ask("status");
    }

    @Override
    public void stop() {
        process.ask("stop");
    }
}
