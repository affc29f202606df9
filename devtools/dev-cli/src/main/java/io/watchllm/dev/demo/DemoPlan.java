package io.watchllm.dev.demo;

import java.util.List;

/**
 * What a demo feeds into the pipeline.
 *
 * @param files files of events, NDJSON or JSON arrays; when there are none, runs are simulated
 * @param runs how many runs to simulate
 * @param seed seed of the simulation
 */
public record DemoPlan(List<String> files, int runs, long seed) {
    public DemoPlan {
        files = List.copyOf(files);
    }
}
