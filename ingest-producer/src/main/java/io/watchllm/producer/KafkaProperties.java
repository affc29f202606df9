package io.watchllm.producer;

import io.watchllm.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Properties of Kafka's producer: our defaults, overridden by the application's, except where that would break the
 * guarantees.
 */
final class KafkaProperties {

    /** Settings that can't be passed through, with the reason and the alternative. */
    private static final Map<String, String> OURS = Map.of(
            "bootstrap.servers", "say it with bootstrap(\"host:port\")",
            "schema.registry.url", "say it with schemaRegistry(\"http://host:port\")",
            "key.serializer", "the key is always project_id|run_id as text",
            "value.serializer", "say it with serializer(…)",
            "transactional.id", "a publisher has no transactions; use Kafka's producer itself for them");

    /** Settings of a shared properties file that are ignored, because the publisher has its own. */
    private static final Set<String> NOT_OF_A_FILE =
            Set.of("bootstrap.servers", "schema.registry.url", "key.serializer", "value.serializer");

    /** Settings that only the registry's client knows, not Kafka's. */
    private static final List<String> OF_THE_REGISTRY =
            List.of("basic.auth.", "bearer.auth.", "schema.registry.", "proxy.", "http.");

    /** Short, because lookups block events; the client's default is a minute. */
    private static final String REGISTRY_TIMEOUT_MS = "5000";

    private static final int MOST_IN_FLIGHT = 5;
    private static final String DELIVERY_TIMEOUT = "delivery.timeout.ms";
    private static final String DELIVERY_TIMEOUT_MS = "120000";

    /** {@code mock:} is the registry of tests within the process. */
    private static final Pattern URL = Pattern.compile("(https?|mock)://[^\\s/]+.*");

    private KafkaProperties() {}

    /**
     * Distributes the settings of a properties file to the clients; ignores those set in another way. The registry's
     * client gets all of them, as in WatchLLM's services: it may inherit Kafka's credentials.
     */
    static void share(Map<String, String> file, BiConsumer<String, String> registry, BiConsumer<String, String> kafka) {
        file.forEach((name, value) -> {
            if (NOT_OF_A_FILE.contains(name)) {
                // Set with a method of the builder.
                return;
            }
            registry.accept(name, value);
            if (OF_THE_REGISTRY.stream().noneMatch(name::startsWith)) {
                kafka.accept(name, value);
            }
        });
    }

    /** @throws IllegalArgumentException when one of the comma-separated texts is no URL of a registry */
    static void requireUrls(String urls) {
        for (var url : urls.split(",", -1)) {
            if (!URL.matcher(url).matches()) {
                throw new IllegalArgumentException(
                        "schemaRegistry is \"" + url + "\"; expected a URL such as http://host:8081");
            }
        }
    }

    /** How long Kafka's producer, and this one, try to deliver an event. */
    static Duration deliveryTimeout(Map<String, Object> properties) {
        return Duration.ofMillis(Long.parseLong(
                properties.getOrDefault(DELIVERY_TIMEOUT, DELIVERY_TIMEOUT_MS).toString()));
    }

    /** All properties of the registry's client. */
    static Map<String, Object> ofRegistry(String url, Map<String, String> given) {
        var settings = new HashMap<String, Object>(given);
        settings.putIfAbsent("http.connect.timeout.ms", REGISTRY_TIMEOUT_MS);
        settings.putIfAbsent("http.read.timeout.ms", REGISTRY_TIMEOUT_MS);
        settings.put("schema.registry.url", url);
        return settings;
    }

    /**
     * All properties of the producer.
     *
     * @param bootstrap bootstrap servers, comma-separated host:port
     * @param limitBytes maximum unacknowledged bytes
     * @param given settings of the application, already checked by {@link #refuseClash}
     */
    static Map<String, Object> of(String bootstrap, long limitBytes, Map<String, String> given) {
        var properties = new HashMap<String, Object>();
        properties.put("bootstrap.servers", bootstrap);
        // BufferMemory bounds the unacknowledged bytes; Kafka's own buffer counts whole batches, half-filled ones too,
        // and must not fill up first.
        properties.put("buffer.memory", 2 * limitBytes);
        // Only our own thread blocks here (initially for metadata), for as long as Kafka itself tries to deliver.
        properties.put("max.block.ms", given.getOrDefault(DELIVERY_TIMEOUT, DELIVERY_TIMEOUT_MS));
        // The topic's own limit, because prompts may be large.
        properties.put("max.request.size", Topics.EVENT_BYTES_MAX);
        // Prompts are repetitive: lz4 shrinks them to a third for little CPU.
        properties.put("compression.type", "lz4");
        // Nobody waits for a single event: 15 ms more than Kafka's default of 5 cut the requests to a third, for the
        // client, the broker and all consumers.
        properties.put("linger.ms", "20");
        properties.putAll(given);
        // The guarantees depend on this: retries within the client neither lose, duplicate nor reorder an event.
        properties.put("acks", "all");
        properties.put("enable.idempotence", "true");
        return properties;
    }

    /** @throws IllegalArgumentException when the setting would break the guarantees or is set in another way */
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
                    + ", which would lose or double events; expected " + right);
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
