package io.watchllm.runtime;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * How to reach Kafka and its Schema Registry.
 *
 * @param bootstrap bootstrap servers, comma-separated host:port
 * @param registryUrl root of the registry's API
 * @param clientProperties settings of the Kafka clients and the registry client from the properties file, as Kafka's
 *     own tools read them
 */
public record KafkaSettings(String bootstrap, URI registryUrl, Map<String, String> clientProperties) {
    private static final Setting<String> BOOTSTRAP = Setting.text(
            "WATCHLLM_KAFKA_BOOTSTRAP", null, "Kafka brokers to ask first: host:port, with commas between.");
    private static final Setting<URI> REGISTRY =
            Setting.url("WATCHLLM_SCHEMA_REGISTRY_URL", null, "Root of the Schema Registry's API.");
    private static final Setting<Optional<Path>> CONFIG = Setting.path(
                    "WATCHLLM_KAFKA_CONFIG",
                    null,
                    "Properties file with further settings of the Kafka clients and the registry client (security and the like).")
            .optional();

    /** Short, because callers block while they ask the registry. */
    private static final String REGISTRY_TIMEOUT_MS = "5000";

    public static final List<Setting<?>> SETTINGS = List.of(BOOTSTRAP, REGISTRY, CONFIG);

    /** Whether the variables configure Kafka at all. */
    public static boolean named(Environment environment) {
        return environment.value(BOOTSTRAP.optional()).isPresent();
    }

    public KafkaSettings {
        clientProperties = Map.copyOf(clientProperties);
    }

    public static KafkaSettings from(Environment environment) {
        var properties = environment.value(CONFIG).map(KafkaSettings::load).orElse(Map.of());
        return new KafkaSettings(environment.value(BOOTSTRAP), environment.value(REGISTRY), properties);
    }

    /** Properties for a Kafka client: the file's, plus the bootstrap servers. Callers override those they depend on. */
    public Map<String, Object> forClients() {
        var all = new LinkedHashMap<String, Object>(clientProperties);
        all.put("bootstrap.servers", bootstrap);
        return all;
    }

    /** Properties for the registry client: the file's, with timeouts shorter than the client's default of a minute. */
    public Map<String, Object> forRegistry() {
        var all = new LinkedHashMap<String, Object>(clientProperties);
        all.putIfAbsent("http.connect.timeout.ms", REGISTRY_TIMEOUT_MS);
        all.putIfAbsent("http.read.timeout.ms", REGISTRY_TIMEOUT_MS);
        return all;
    }

    /** Only the property names: values may be passwords. */
    @Override
    public String toString() {
        return "KafkaSettings[bootstrap=" + bootstrap + ", registryUrl=" + registryUrl + ", clientProperties="
                + clientProperties.keySet() + "]";
    }

    private static Map<String, String> load(Path file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException problem) {
            throw new ConfigException(
                    CONFIG.name(),
                    "can't read '" + file + "' (" + problem
                            + "). Expected a Java properties file, as Kafka's tools take it.");
        }
        var all = new LinkedHashMap<String, String>();
        properties.stringPropertyNames().forEach(name -> all.put(name, properties.getProperty(name)));
        return all;
    }
}
