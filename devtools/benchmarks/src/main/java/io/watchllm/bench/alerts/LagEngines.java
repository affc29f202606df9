package io.watchllm.bench.alerts;

import io.watchllm.bench.core.CpuSeconds;
import io.watchllm.bench.stack.ProcessUse;
import io.watchllm.localstack.LocalClickHouse;
import io.watchllm.localstack.LocalKafka;
import io.watchllm.localstack.LocalSchemaRegistry;
import io.watchllm.localstack.LocalStack;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The engines under the lag.
 *
 * @param clickHouse null where alerts are measured without tables
 */
record LagEngines(
        LocalKafka kafka,
        LocalSchemaRegistry registry,
        @Nullable LocalClickHouse clickHouse) implements AutoCloseable {

    static LagEngines start(boolean tables) {
        if (tables) {
            var stack = LocalStack.start();
            return new LagEngines(stack.kafka(), stack.schemaRegistry(), stack.clickHouse());
        }
        var kafka = LocalKafka.start();
        try {
            return new LagEngines(kafka, LocalSchemaRegistry.start(), null);
        } catch (RuntimeException failure) {
            kafka.close();
            throw failure;
        }
    }

    /** What processor and sink are told. */
    Map<String, String> variables() {
        var variables = new HashMap<String, String>();
        if (clickHouse != null) {
            variables.putAll(new LocalStack(kafka, registry, clickHouse).environment());
        }
        variables.put("WATCHLLM_KAFKA_BOOTSTRAP", kafka.bootstrap());
        variables.put("WATCHLLM_SCHEMA_REGISTRY_URL", registry.url());
        variables.put(
                "WATCHLLM_PROCESSOR_STATE_DIR", kafka.folder().resolve("state").toString());
        return variables;
    }

    /** CPU time of this process and of each engine since its start. */
    CpuSeconds cpu() {
        return new CpuSeconds(
                ProcessUse.ownCpuSeconds(),
                clickHouse == null ? 0 : new ProcessUse(clickHouse.pid()).cpuSeconds(),
                new ProcessUse(kafka.pid()).cpuSeconds(),
                new ProcessUse(registry.pid()).cpuSeconds());
    }

    @Override
    public void close() {
        if (clickHouse != null) {
            new LocalStack(kafka, registry, clickHouse).close();
            return;
        }
        try (kafka) {
            registry.close();
        }
    }
}
