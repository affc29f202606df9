package io.watchllm.bench.core;

/**
 * How long alerts took from publishing their event until a reader had them, in microseconds.
 *
 * @param alerts how many were measured
 * @param all of them
 * @param firstStage those that are evaluated where the event is
 * @param secondStage those that are evaluated in the partition of their group
 * @param cpus CPUs in use, on the average of the measured time; {@code sink} stands for the process that holds
 *     publisher, processor, sink and the reader of alerts
 */
public record AlertLag(
        long alerts, Percentiles all, Percentiles firstStage, Percentiles secondStage, CpuSeconds cpus) {}
