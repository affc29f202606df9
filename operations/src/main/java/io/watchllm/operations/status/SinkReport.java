package io.watchllm.operations.status;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Status of the sinks, from Kafka and the running processes.
 *
 * @param groups state of the groups in Kafka, by table
 * @param sinks responses of the sinks that were asked
 */
public record SinkReport(List<GroupView> groups, List<SinkAnswer> sinks) {

    public SinkReport {
        groups = List.copyOf(groups);
        sinks = List.copyOf(sinks);
    }

    /** Current problems, a sentence each; empty when there are none. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (var sink : sinks) {
            if (!sink.problem().isEmpty()) {
                problems.add(sink.url() + " " + sink.problem());
            }
            for (var table : sink.tables()) {
                if (!table.up() && shown(table.table())) {
                    problems.add(table.table() + " at " + sink.url() + " is not ready: " + table.detail());
                }
            }
        }
        for (var group : groups) {
            if (!group.unowned().isEmpty()) {
                problems.add(group.table() + ": no sink has partition " + group.unowned());
            }
            group.partitions().stream()
                    .filter(partition -> stopped(ofSink(group, partition)))
                    .forEach(partition ->
                            problems.add(group.table() + ": partition " + partition.partition() + " has stopped"));
        }
        return problems;
    }

    private static boolean stopped(SinkAnswer.@Nullable Partition known) {
        return known != null && known.stopped();
    }

    private boolean shown(String table) {
        return groups.stream().anyMatch(group -> group.table().equals(table));
    }

    /** Status of this partition from its sink; null when no sink that was asked has it. */
    public SinkAnswer.@Nullable Partition ofSink(GroupView group, GroupView.Partition partition) {
        for (var sink : sinks) {
            for (var table : sink.tables()) {
                for (var known : table.partitions()) {
                    if (table.table().equals(group.table()) && known.partition() == partition.partition()) {
                        return known;
                    }
                }
            }
        }
        return null;
    }
}
