package io.watchllm.bench.stack;

import io.watchllm.bench.core.CpuSeconds;
import io.watchllm.localstack.LocalStack;
import java.util.function.DoubleSupplier;

/**
 * CPU readings of the engines and of what runs against them.
 *
 * @param stack the engines
 * @param sinks CPU time of the sinks since their start, in seconds
 */
public record StackUse(LocalStack stack, DoubleSupplier sinks) {

    /**
     * CPU time of each since its start.
     *
     * @throws IllegalStateException when an engine has ended
     */
    public CpuSeconds cpu() {
        return new CpuSeconds(
                sinks.getAsDouble(),
                new ProcessUse(stack.clickHouse().pid()).cpuSeconds(),
                new ProcessUse(stack.kafka().pid()).cpuSeconds(),
                new ProcessUse(stack.schemaRegistry().pid()).cpuSeconds());
    }
}
