package io.watchllm.producer;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.watchllm.control.Alert;
import io.watchllm.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Builder of a {@link BudgetWatch}. Every method but {@link #build} returns the builder. */
public final class BudgetWatchBuilder {

    private static final int PERCENT = 100;
    private static final int RUNS_MAX = 10_000;
    private static final int SCHEMAS_MAX = 1_000;
    private static final Duration LOOK_BACK = Duration.ofHours(1);

    private final Map<String, String> kafka = new LinkedHashMap<>();
    private final Map<String, String> registry = new LinkedHashMap<>();
    private Function<Map<String, Object>, Consumer<byte[], byte[]>> consumers = BudgetWatchBuilder::kafkaConsumer;
    private @Nullable String bootstrap;
    private @Nullable String registryUrl;
    private @Nullable Deserializer<Alert> deserializer;
    private Duration pause = Duration.ofSeconds(5);
    private String topic = Topics.ALERTS.name();
    private @Nullable String project;
    private int percent = PERCENT;
    private Duration lookBack = LOOK_BACK;
    private int runsMax = RUNS_MAX;

    BudgetWatchBuilder() {}

    /** Settings of the watch itself. */
    record Choices(String topic, @Nullable String project, int percent, Duration lookBack, int runsMax) {}

    /** Opens a consumer; called again when Kafka fails. */
    interface Consumers {
        Consumer<byte[], byte[]> open();
    }

    /** Bootstrap servers: comma-separated host:port. Required. */
    public BudgetWatchBuilder bootstrap(String servers) {
        bootstrap = servers;
        return this;
    }

    /** URL of the Schema Registry. Required, unless {@link #deserializer} is given. */
    public BudgetWatchBuilder schemaRegistry(String url) {
        registryUrl = url;
        return this;
    }

    /** Replaces the watch's own deserializer of alerts; must be configured, and is closed with the watch. */
    public BudgetWatchBuilder deserializer(Deserializer<Alert> own) {
        deserializer = own;
        return this;
    }

    /** Topic to follow; default {@code watchllm.alerts}. */
    public BudgetWatchBuilder topic(String name) {
        topic = name;
        return this;
    }

    /** The only project to follow; default all. Set it when other projects may use the same run ids. */
    public BudgetWatchBuilder project(String id) {
        project = id;
        return this;
    }

    /**
     * Share of its budget, in percent, from which a run has exceeded it; default 100. The rule must alert at it: by
     * default at 50, 80, 100 and each further 100.
     *
     * @throws IllegalArgumentException when below 1
     */
    public BudgetWatchBuilder percent(int percent) {
        require("percent", percent);
        this.percent = percent;
        return this;
    }

    /**
     * Age of the oldest alerts to read at startup; default an hour, so that a restart in the middle of a run leaves no
     * gap.
     */
    public BudgetWatchBuilder lookBack(Duration age) {
        lookBack = age;
        return this;
    }

    /**
     * Maximum number of runs to remember, about 100 bytes each; default 10,000.
     *
     * @throws IllegalArgumentException when below 1
     */
    public BudgetWatchBuilder runsMax(int runs) {
        require("runsMax", runs);
        runsMax = runs;
        return this;
    }

    /** A setting of Kafka's consumer, by Kafka's name; settings that the watch depends on can't be changed. */
    public BudgetWatchBuilder kafka(String name, String value) {
        kafka.put(name, value);
        return this;
    }

    /** A setting of the Schema Registry's client, such as {@code basic.auth.user.info}, by its own name. */
    public BudgetWatchBuilder registry(String name, String value) {
        registry.put(name, value);
        return this;
    }

    /** The client properties file of Kafka's tools, as {@link EventPublisherBuilder#properties} takes it. */
    public BudgetWatchBuilder properties(Map<String, String> file) {
        KafkaProperties.share(file, this::registry, this::kafka);
        return this;
    }

    BudgetWatchBuilder consumers(Function<Map<String, Object>, Consumer<byte[], byte[]>> own) {
        consumers = own;
        return this;
    }

    /** Pause before a retry after Kafka failed; default 5 s. */
    BudgetWatchBuilder pause(Duration afterFailure) {
        pause = afterFailure;
        return this;
    }

    /**
     * Starts the watch. Neither Kafka nor the registry needs to be available yet.
     *
     * @throws IllegalStateException when bootstrap or schemaRegistry was not given
     */
    public BudgetWatch build() {
        if (bootstrap == null) {
            throw new IllegalStateException("no brokers given; say bootstrap(\"host:9092\")");
        }
        var properties = new HashMap<String, Object>(kafka);
        properties.put("bootstrap.servers", bootstrap);
        // Alerts of aborted transactions must be ignored.
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "earliest");
        properties.put("allow.auto.create.topics", "false");
        properties.remove("group.id");
        var reading = deserializer == null ? ownDeserializer() : deserializer;
        var choices = new Choices(topic, project, percent, lookBack, runsMax);
        return new BudgetWatch(choices, reading, () -> consumers.apply(properties), Clock.systemUTC(), pause);
    }

    private Deserializer<Alert> ownDeserializer() {
        if (registryUrl == null) {
            throw new IllegalStateException(
                    "no Schema Registry given; say schemaRegistry(\"http://host:8081\"), or deserializer(…) for one of your own");
        }
        return new AlertDeserializer(new CachedSchemaRegistryClient(
                List.of(registryUrl.split(",", -1)),
                SCHEMAS_MAX,
                List.of(new AvroSchemaProvider()),
                KafkaProperties.ofRegistry(registryUrl, registry),
                Map.of()));
    }

    private static void require(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + "; expected 1 or more");
        }
    }

    private static Consumer<byte[], byte[]> kafkaConsumer(Map<String, Object> properties) {
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
