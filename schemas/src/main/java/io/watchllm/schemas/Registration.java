package io.watchllm.schemas;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * Registers the value schemas of topics under {@code <topic>-value} and corrects the compatibility of those subjects.
 * Idempotent. Processes that only write look the ids up and need no right to register.
 */
public final class Registration {

    /** A new version must read data of every older one. */
    public static final String COMPATIBILITY = "BACKWARD_TRANSITIVE";

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final SchemaRegistryClient client;
    private final String registryUrl;
    private final List<Change> changes = new ArrayList<>();

    /**
     * Uses one registry.
     *
     * @param registryUrl its address, for messages only
     */
    public Registration(SchemaRegistryClient client, String registryUrl) {
        this.client = client;
        this.registryUrl = registryUrl;
    }

    /**
     * Registers the schemas of the topics that have one.
     *
     * @return the schema ids by subject, in the order of the topics
     * @throws RegistrationException when the registry is unreachable, denies access, or finds a schema incompatible
     */
    public Map<String, Integer> register(Collection<Topic> topics) {
        var known = request("list its subjects", () -> new TreeSet<>(client.getAllSubjects()));
        return ids(topics, (subject, schema) -> register(subject, schema, known));
    }

    /** An existing subject whose compatibility (empty: none of its own) was changed to {@link #COMPATIBILITY}. */
    public record Change(String subject, String found) {}

    /** What {@link #register} changed in existing subjects. */
    public List<Change> changes() {
        return List.copyOf(changes);
    }

    /**
     * Looks up the ids of the schemas of the topics that have one; changes nothing.
     *
     * @return the schema ids by subject, in the order of the topics
     * @throws RegistrationException when the registry is unreachable, denies access, or lacks a schema, in which case
     *     the message names the command to run
     */
    public Map<String, Integer> lookUp(Collection<Topic> topics) {
        return ids(topics, this::lookUp);
    }

    private static Map<String, Integer> ids(Collection<Topic> topics, BiFunction<String, AvroSchema, Integer> request) {
        var ids = new LinkedHashMap<String, Integer>();
        for (var topic : topics) {
            var schema = topic.valueSchema();
            if (schema != null) {
                ids.put(topic.subject(), request.apply(topic.subject(), new AvroSchema(schema)));
            }
        }
        return Collections.unmodifiableMap(ids);
    }

    private int lookUp(String subject, AvroSchema schema) {
        return request("look up subject " + subject, () -> {
            try {
                return client.getId(subject, schema);
            } catch (RestClientException failure) {
                // 404 comes from a proxy; the registry's own codes for a missing subject or schema are longer.
                if (failure.getStatus() != NOT_FOUND || failure.getErrorCode() == NOT_FOUND) {
                    throw failure;
                }
                throw new RegistrationException(
                        "The Schema Registry at %s does not have the schema of this version under subject %s. Run: watchllm topics create"
                                .formatted(registryUrl, subject),
                        failure);
            }
        });
    }

    private int register(String subject, AvroSchema schema, Set<String> known) {
        return request("register subject " + subject, () -> {
            try {
                // An existing subject must check the new schema by our rule; a new one may not accept a rule before it
                // has a schema.
                var found = known.contains(subject) ? compatibility(subject) : COMPATIBILITY;
                if (!found.equals(COMPATIBILITY)) {
                    client.updateCompatibility(subject, COMPATIBILITY);
                    changes.add(new Change(subject, found));
                }
                var id = client.register(subject, schema);
                if (!known.contains(subject)) {
                    client.updateCompatibility(subject, COMPATIBILITY);
                }
                return id;
            } catch (RestClientException failure) {
                if (failure.getStatus() != CONFLICT) {
                    throw failure;
                }
                throw new RegistrationException(
                        "The schema of subject %s is not compatible (%s) with a version that is registered at %s. The registry says: %s"
                                .formatted(subject, COMPATIBILITY, registryUrl, failure.getMessage()),
                        failure);
            }
        });
    }

    /** The subject's own compatibility; empty when it uses the registry's default. */
    private String compatibility(String subject) throws IOException, RestClientException {
        try {
            return String.valueOf(client.getCompatibility(subject));
        } catch (RestClientException failure) {
            if (failure.getStatus() == NOT_FOUND) {
                return "";
            }
            throw failure;
        }
    }

    /** A request to the registry. */
    private interface Request<V> {
        V answer() throws IOException, RestClientException;
    }

    private <V> V request(String what, Request<V> request) {
        try {
            return request.answer();
        } catch (IOException failure) {
            throw new RegistrationException(
                    "The Schema Registry at %s can't be reached (%s). Check that it runs and that WATCHLLM_SCHEMA_REGISTRY_URL is right."
                            .formatted(registryUrl, failure),
                    failure);
        } catch (RestClientException failure) {
            var denied = failure.getStatus() == UNAUTHORIZED || failure.getStatus() == FORBIDDEN;
            throw new RegistrationException(
                    "The Schema Registry at %s did not let us %s: status %d, %s%s"
                            .formatted(
                                    registryUrl,
                                    what,
                                    failure.getStatus(),
                                    failure.getMessage(),
                                    denied ? ". Check the credentials for the registry." : ""),
                    failure);
        }
    }
}
