package io.watchllm.bench.side;

import io.watchllm.bench.rows.Profile;
import java.util.List;

/**
 * What {@code bench sink} is to do.
 *
 * @param profile what the rows look like
 * @param rows rows of a round, 1 or more
 * @param rounds measured rounds of each side, 1 or more; one more before them is not counted
 * @param partitions partitions of the topic, 1 or more
 * @param sinks processes of the sink, 1 or more
 * @param peer whether the Kafka engine takes part
 * @param sinkJvm options of each sink's JVM
 */
public record SinkPlan(
        Profile profile, long rows, int rounds, int partitions, int sinks, boolean peer, List<String> sinkJvm) {}
