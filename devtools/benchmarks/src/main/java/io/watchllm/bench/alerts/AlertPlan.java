package io.watchllm.bench.alerts;

import io.watchllm.bench.latency.LatencyPlan;
import java.util.List;

/**
 * What {@code bench alerts} is to do.
 *
 * @param feed events of the lag: how many a second, for how long
 * @param rules rules that are evaluated by, 2 or more
 * @param users different users, 1 or more
 * @param sink whether the lag is measured beside ClickHouse and the sink, as in a whole pipeline
 * @param cpu rounds of the CPU
 */
public record AlertPlan(LatencyPlan feed, int rules, int users, boolean sink, Cpu cpu) {

    /**
     * How the CPU is measured.
     *
     * @param events events of a round
     * @param warmUpRounds rounds of each side before the measured ones, while the JVM still compiles; 0 or more
     * @param rounds measured rounds of each side, 1 or more
     * @param jvm options of the JVM that processes
     */
    public record Cpu(long events, int warmUpRounds, int rounds, List<String> jvm) {}
}
