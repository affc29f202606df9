package io.watchllm.producer;

import io.watchllm.schemas.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Settings of Kafka's producer: those of the application over our defaults, but nothing that would break the guarantee.
 */
final class KafkaProperties {

    /** Why a setting can't be passed through, and what to do instead. */
    private static final Map<String, String> OURS = Map.of(
            "bootstrap.servers", "say it with bootstrap(\"host:port\")",
            "schema.registry.url", "say it with schemaRegistry(\"http://host:port\")",
            "key.serializer", "the key is always project_id|run_id as text",
            "value.serializer", "say it with serializer(…)",
            "transactional.id", "a publisher has no transactions; use Kafka's producer itself for them");

    /** What a properties file for other programs may hold as well, and what the publisher has its own of. */
    private static final Set<String> NOT_OF_A_FILE =
            Set.of("bootstrap.servers", "schema.registry.url", "key.serializer", "value.serializer");

    /** What Kafka's own clients do not know. */
    private static final List<String> OF_THE_REGISTRY =
            List.of("basic.auth.", "bearer.auth.", "schema.registry.", "proxy.", "http.");

    /** Whoever asks the registry holds an event up meanwhile; its client would wait for a minute. */
    private static final String REGISTRY_TIMEOUT_MS = "5000";

    private static final int MOST_IN_FLIGHT = 5;

    private KafkaProperties() {}

    /**
     * Gives each setting of a properties file to whom it is for; what is said in another way is left out. The
     * registry's client gets all of them, as in WatchLLM's services: it may inherit Kafka's credentials.
     */
    static void share(Map<String, String> file, BiConsumer<String, String> registry, BiConsumer<String, String> kafka) {
        file.forEach((name, value) -> {
            if (NOT_OF_A_FILE.contains(name)) {
                // Said with a method of the builder.
                return;
            }
            registry.accept(name, value);
            if (OF_THE_REGISTRY.stream().noneMatch(name::startsWith)) {
                kafka.accept(name, value);
            }
        });
    }

    /** All settings for the registry's client. */
    static Map<String, Object> ofRegistry(String url, Map<String, String> given) {
        var settings = new HashMap<String, Object>(given);
        settings.putIfAbsent("http.connect.timeout.ms", REGISTRY_TIMEOUT_MS);
        settings.putIfAbsent("http.read.timeout.ms", REGISTRY_TIMEOUT_MS);
        settings.put("schema.registry.url", url);
        return settings;
    }

    /**
     * All settings for the producer.
     *
     * @param bootstrap brokers, host:port with commas between
     * @param roomBytes bytes that may be unacknowledged at once
     * @param given settings of the application, checked before by {@link #refuseClash}
     */
    static Map<String, Object> of(String bootstrap, long roomBytes, Map<String, String> given) {
        var properties = new HashMap<String, Object>();
        properties.put("bootstrap.servers", bootstrap);
        // Room bounds what is unacknowledged; Kafka's own buffer counts whole batches, half filled ones too, and must
        // not be the first to be full.
        properties.put("buffer.memory", 2 * roomBytes);
        // Only our own thread waits here (for metadata, at first): as long as Kafka itself tries to deliver.
        properties.put("max.block.ms", given.getOrDefault("delivery.timeout.ms", "120000"));
        // The topic refuses what is larger, and prompts may be large.
        properties.put("max.request.size", Topics.EVENT_BYTES_MAX);
        // Prompts repeat themselves: a third of the bytes for little CPU.
        properties.put("compression.type", "lz4");
        // Nobody waits for a single event: with 15 ms more than Kafka's own 5 there are a third of the requests, for
        // the client, the broker and whoever reads behind it.
        properties.put("linger.ms", "20");
        properties.putAll(given);
        // What the guarantee stands on: a retry inside the client neither loses nor doubles nor reorders an event.
        properties.put("acks", "all");
        properties.put("enable.idempotence", "true");
        return properties;
    }

    /** @throws IllegalArgumentException when the setting would break the guarantee or is said in another way */
    static void refuseClash(String name, String value) {
        var instead = OURS.get(name);
        if (instead != null) {
            throw new IllegalArgumentException("kafka setting " + name + " can't be passed through; " + instead);
        }
        switch (name) {
            case "acks" -> require(name, value, value.equals("all") || value.equals("-1"), "all");
            case "enable.idempotence" -> require(name, value, value.equalsIgnoreCase("true"), "true");
            case "retries" ->
                require(
                        name,
                        value,
                        !value.equals("0"),
                        "1 or more (Kafka's default tries for ever, within delivery.timeout.ms)");
            case "max.in.flight.requests.per.connection" ->
                require(name, value, atMost(value, MOST_IN_FLIGHT), "1 to " + MOST_IN_FLIGHT);
            default -> {
                // Everything else is the application's choice.
            }
        }
    }

    private static void require(String name, String value, boolean holds, String right) {
        if (!holds) {
            throw new IllegalArgumentException("kafka setting " + name + " is " + value
                    + ", which would lose or double events; right would be " + right);
        }
    }

    private static boolean atMost(String value, int limit) {
        try {
            int number = Integer.parseInt(value.strip());
            return number >= 1 && number <= limit;
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }
}
