package io.watchllm.bench.processor;

import java.util.List;

/**
 * What {@code bench processor} is to do.
 *
 * @param events events of a round, 1 or more
 * @param rounds measured rounds of each side, 1 or more; one more before them is not counted
 * @param jvm options of the JVM that processes and copies
 */
public record ProcessorPlan(long events, int rounds, List<String> jvm) {}
