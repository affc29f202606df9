package io.watchllm.teststack;

import io.watchllm.localstack.LocalStack;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the started parts of a stack are; null for a part that was not started. */
record Addresses(
        @Nullable String kafka,
        @Nullable String schemaRegistry,
        @Nullable ClickHouseAddress clickHouse) {

    String kafkaBootstrap() {
        return started(kafka, Part.KAFKA);
    }

    String schemaRegistryUrl() {
        return started(schemaRegistry, Part.SCHEMA_REGISTRY);
    }

    ClickHouseAddress clickHouseAddress() {
        return started(clickHouse, Part.CLICKHOUSE);
    }

    /** The variables with which WatchLLM's processes find the started parts. */
    Map<String, String> environment() {
        var variables = new HashMap<String, String>();
        if (kafka != null) {
            variables.put("WATCHLLM_KAFKA_BOOTSTRAP", kafka);
        }
        if (schemaRegistry != null) {
            variables.put("WATCHLLM_SCHEMA_REGISTRY_URL", schemaRegistry);
        }
        if (clickHouse != null) {
            variables.put("WATCHLLM_CLICKHOUSE_URL", clickHouse.httpUrl());
            variables.put("WATCHLLM_CLICKHOUSE_USER", clickHouse.user());
            variables.put("WATCHLLM_CLICKHOUSE_PASSWORD", clickHouse.password());
            variables.put("WATCHLLM_CLICKHOUSE_DATABASE", LocalStack.DATABASE);
        }
        return Map.copyOf(variables);
    }

    private static <T> T started(@Nullable T address, Part part) {
        if (address == null) {
            throw new IllegalStateException("This test stack was started without " + part
                    + ". Name it in TestStack.start, or name no part to start all.");
        }
        return address;
    }
}
