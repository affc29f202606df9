package io.watchllm.processor;

import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.TopologyDescription;

/** The names of all stores of the topology with alerts switched on, as Kafka Streams itself tells them. */
public final class StoresOfTheTopology {

    private StoresOfTheTopology() {}

    public static Set<String> names() {
        try (var run = new TopologyRun()) {
            return names(run.description());
        }
    }

    private static Set<String> names(TopologyDescription description) {
        var names = new TreeSet<String>();
        for (var subtopology : description.subtopologies()) {
            for (var node : subtopology.nodes()) {
                if (node instanceof TopologyDescription.Processor processor) {
                    names.addAll(processor.stores());
                }
            }
        }
        description
                .globalStores()
                .forEach(store -> names.addAll(store.processor().stores()));
        return names;
    }
}
