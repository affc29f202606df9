package io.watchllm.teststack;

/** The images of the containers, the same as those of the Compose file. */
public final class ContainerImages {
    public static final String KAFKA = "apache/kafka:4.3.1";
    public static final String SCHEMA_REGISTRY = "confluentinc/cp-schema-registry:7.9.5";
    public static final String CLICKHOUSE = "clickhouse/clickhouse-server:26.7";

    private ContainerImages() {}
}
