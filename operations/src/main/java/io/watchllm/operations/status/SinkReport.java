package io.watchllm.operations.status;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka and the running sinks say together.
 *
 * @param groups what Kafka says, by table
 * @param sinks what the sinks say that were asked
 */
public record SinkReport(List<GroupView> groups, List<SinkAnswer> sinks) {

    public SinkReport {
        groups = List.copyOf(groups);
        sinks = List.copyOf(sinks);
    }

    /** What is not well, a sentence each; empty when all is. */
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
            var unowned = group.partitions().stream()
                    .filter(partition -> partition.owner() == null)
                    .map(partition -> Integer.toString(partition.partition()))
                    .toList();
            if (!unowned.isEmpty()) {
                problems.add(group.table().table() + ": no sink has partition " + String.join(", ", unowned));
            }
            group.partitions().stream()
                    .filter(partition -> stopped(ofSink(group, partition)))
                    .forEach(partition -> problems.add(
                            group.table().table() + ": partition " + partition.partition() + " has stopped"));
        }
        return problems;
    }

    private static boolean stopped(SinkAnswer.@Nullable Partition known) {
        return known != null && known.stopped();
    }

    private boolean shown(String table) {
        return groups.stream().anyMatch(group -> group.table().table().equals(table));
    }

    /** What a sink says of this partition; null when none that was asked has it. */
    public SinkAnswer.@Nullable Partition ofSink(GroupView group, GroupView.Partition partition) {
        for (var sink : sinks) {
            for (var table : sink.tables()) {
                for (var known : table.partitions()) {
                    if (table.table().equals(group.table().table()) && known.partition() == partition.partition()) {
                        return known;
                    }
                }
            }
        }
        return null;
    }
}
