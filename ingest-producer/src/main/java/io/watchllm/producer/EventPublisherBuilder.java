package io.watchllm.producer;

import io.watchllm.events.Event;
import io.watchllm.schemas.Topics;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Builder of an {@link EventPublisher}. Every method but {@link #build} returns the builder. */
public final class EventPublisherBuilder {

    private static final long UNACKNOWLEDGED_BYTES_MAX = 32L << 20;
    private static final Duration FULL_WAIT = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Map<String, String> kafka = new LinkedHashMap<>();
    private final Map<String, String> registry = new LinkedHashMap<>();
    private Function<Map<String, Object>, Producer<byte[], byte[]>> producers = EventPublisherBuilder::kafkaProducer;
    private @Nullable String bootstrap;
    private @Nullable String registryUrl;
    private @Nullable Serializer<? super Event> serializer;
    private String topic = Topics.EVENTS.name();
    private long maxUnacknowledgedBytes = UNACKNOWLEDGED_BYTES_MAX;
    private WhenFull whenFull = WhenFull.waitUpTo(FULL_WAIT);
    private RunSampling sampling = new RunSampling(1);
    private Duration closeTimeout = CLOSE_TIMEOUT;

    EventPublisherBuilder() {}

    /** Settings of the publisher itself. */
    record Choices(
            String topic,
            long maxUnacknowledgedBytes,
            WhenFull whenFull,
            RunSampling sampling,
            Duration closeTimeout,
            Duration deliveryTimeout) {}

    /** Bootstrap servers: comma-separated host:port. Required. */
    public EventPublisherBuilder bootstrap(String servers) {
        bootstrap = servers;
        return this;
    }

    /**
     * URL of the Schema Registry; several, comma-separated, for one registry. Required, unless {@link #serializer} is
     * given.
     *
     * @throws IllegalArgumentException when it is none
     */
    public EventPublisherBuilder schemaRegistry(String url) {
        KafkaProperties.requireUrls(url);
        registryUrl = url;
        return this;
    }

    /**
     * A setting of the registry's client, such as {@code basic.auth.user.info}, by its own name. With
     * {@code auto.register.schemas} set to false the schema of events is looked up, and never registered.
     */
    public EventPublisherBuilder registry(String name, String value) {
        registry.put(name, value);
        return this;
    }

    /**
     * Replaces the encoding of events by one of the application, which runs on the threads that publish; must be
     * thread-safe and configured, and is closed with the publisher.
     */
    public EventPublisherBuilder serializer(Serializer<? super Event> own) {
        serializer = own;
        return this;
    }

    /** Topic to publish to; default {@code watchllm.events}. */
    public EventPublisherBuilder topic(String name) {
        topic = name;
        return this;
    }

    /**
     * Maximum bytes of published but unacknowledged events; default 32 MiB. Kafka's client may use up to twice as much
     * for its batches.
     *
     * @throws IllegalArgumentException when not above zero
     */
    public EventPublisherBuilder maxUnacknowledgedBytes(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("maxUnacknowledgedBytes is " + bytes
                    + "; expected a number above zero, such as " + UNACKNOWLEDGED_BYTES_MAX);
        }
        maxUnacknowledgedBytes = bytes;
        return this;
    }

    /** What a publish does while the publisher is full; default: wait up to 5 s. */
    public EventPublisherBuilder whenFull(WhenFull choice) {
        whenFull = choice;
        return this;
    }

    /**
     * Share of the runs to keep, from 0 to 1; default 1. A run is kept or dropped as a whole, and every process makes
     * the same choice.
     *
     * @throws IllegalArgumentException when not from 0 to 1
     */
    public EventPublisherBuilder sampleRuns(double fraction) {
        sampling = new RunSampling(fraction);
        return this;
    }

    /** How long {@link EventPublisher#close()} waits for pending events; default 10 s. */
    public EventPublisherBuilder closeTimeout(Duration limit) {
        closeTimeout = limit;
        return this;
    }

    /**
     * A setting of Kafka's producer, by Kafka's name, such as {@code kafka("linger.ms", "5")}.
     *
     * @throws IllegalArgumentException when it would break the publisher's guarantees (acks, enable.idempotence, …)
     */
    public EventPublisherBuilder kafka(String name, String value) {
        KafkaProperties.refuseClash(name, value);
        kafka.put(name, value);
        return this;
    }

    /** {@link #kafka(String, String)} for each entry. */
    public EventPublisherBuilder kafka(Map<String, String> settings) {
        settings.forEach(this::kafka);
        return this;
    }

    /**
     * The client properties file of Kafka's tools. All of it goes to the Schema Registry's client, which may inherit
     * credentials ({@code SASL_INHERIT}); Kafka's producer gets everything except the registry's own settings
     * ({@code basic.auth.*}, {@code bearer.auth.*}, {@code schema.registry.*}, {@code proxy.*}, {@code http.*}).
     * Bootstrap servers, registry URL and serializers in it are ignored, since the publisher has its own.
     *
     * @throws IllegalArgumentException when a setting would break the publisher's guarantees, as in
     *     {@link #kafka(String, String)}
     */
    public EventPublisherBuilder properties(Map<String, String> file) {
        KafkaProperties.share(file, this::registry, this::kafka);
        return this;
    }

    EventPublisherBuilder producers(Function<Map<String, Object>, Producer<byte[], byte[]>> own) {
        producers = own;
        return this;
    }

    /**
     * Starts the publisher. Neither Kafka nor the registry needs to be available yet.
     *
     * @throws IllegalStateException when bootstrap or schemaRegistry was not given
     * @throws org.apache.kafka.common.config.ConfigException when Kafka's client rejects a setting
     */
    public EventPublisher build() {
        if (bootstrap == null) {
            throw new IllegalStateException("no brokers given; say bootstrap(\"host:9092\")");
        }
        var properties = KafkaProperties.of(bootstrap, maxUnacknowledgedBytes, kafka);
        var choices = new Choices(
                topic,
                maxUnacknowledgedBytes,
                whenFull,
                sampling,
                closeTimeout,
                KafkaProperties.deliveryTimeout(properties));
        var encoding = serializer == null ? registryEncoding() : new OwnEncoding(serializer, topic);
        return new EventPublisher(choices, encoding, producers.apply(properties));
    }

    private EventEncoding registryEncoding() {
        if (registryUrl == null) {
            throw new IllegalStateException(
                    "no Schema Registry given; say schemaRegistry(\"http://host:8081\"), or serializer(…) for one of your own");
        }
        return new RegistryEncoding(registryUrl, topic, KafkaProperties.ofRegistry(registryUrl, registry));
    }

    private static Producer<byte[], byte[]> kafkaProducer(Map<String, Object> properties) {
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
