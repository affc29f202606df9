package io.watchllm.schemas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Creates missing topics and reports how existing ones differ from the catalogue; it never changes an existing topic.
 */
public final class TopicSetup {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final Admin admin;
    private final Duration timeout;
    private final Map<String, List<Difference>> unsupported = new LinkedHashMap<>();

    /**
     * Uses this client.
     *
     * @param admin client of the cluster; stays open
     * @param timeout time limit of each answer
     */
    public TopicSetup(Admin admin, Duration timeout) {
        this.admin = admin;
        this.timeout = timeout;
    }

    /** Result for one topic. */
    public sealed interface Outcome {

        /** Name of the topic. */
        String topic();
    }

    /** It was missing and has been created. */
    public record Created(String topic, int partitions) implements Outcome {}

    /** It existed as in the catalogue, or with more partitions. */
    public record Present(String topic) implements Outcome {}

    /** It existed, but differs from the catalogue. */
    public record Differs(String topic, List<Difference> differences) implements Outcome {}

    /** One setting of a topic (or {@code partitions}, when too few): the value found and the catalogue's. */
    public record Difference(String setting, String found, String wanted) {}

    /**
     * Creates missing topics, with the cluster's default replication factor.
     *
     * @return the result for each topic, in their order
     * @throws TopicSetupException when the cluster does not answer or denies access
     */
    public List<Outcome> ensure(Collection<Topic> topics) {
        var outcomes = new ArrayList<Outcome>();
        for (var topic : topics) {
            outcomes.add(create(topic) ? new Created(topic.name(), topic.partitions()) : compare(topic));
        }
        return List.copyOf(outcomes);
    }

    /**
     * Checks that the topics exist.
     *
     * @param cluster its bootstrap servers, for the message
     * @throws TopicSetupException when one does not, naming all that are missing, or when the cluster does not answer
     *     or denies access
     */
    public void require(Collection<Topic> topics, String cluster) {
        var missing = topics.stream()
                .filter(topic -> describe(topic).isEmpty())
                .map(Topic::name)
                .sorted()
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new TopicSetupException(
                    "Missing on %s: %s. Run: watchllm topics create".formatted(cluster, missing), null);
        }
    }

    /**
     * Settings of the catalogue that the cluster's version of Kafka does not know, as found by {@link #ensure}.
     * Reported separately from {@link Differs}, because no operator of that cluster could set them.
     */
    public List<Differs> unsupported() {
        return unsupported.entrySet().stream()
                .map(each -> new Differs(each.getKey(), List.copyOf(each.getValue())))
                .toList();
    }

    private void unsupported(Topic topic, String setting, String wanted) {
        unsupported
                .computeIfAbsent(topic.name(), any -> new ArrayList<>())
                .add(new Difference(setting, "unknown to this Kafka", wanted));
    }

    private boolean create(Topic topic) {
        if (describe(topic).isPresent()) {
            return false;
        }
        var settings = new HashMap<>(topic.config());
        settings.putAll(topic.newerConfig());
        var failure = create(topic, settings);
        if (failure instanceof InvalidConfigurationException) {
            // A Kafka version that does not know a setting rejects the topic.
            failure = create(topic, topic.config());
            if (failure == null) {
                topic.newerConfig().forEach((setting, wanted) -> unsupported(topic, setting, wanted));
            }
        }
        if (failure instanceof TopicExistsException) {
            // Another process created it first, which is fine.
            return false;
        }
        if (failure != null) {
            throw failed("create", topic, failure);
        }
        awaitDescribed(topic);
        return true;
    }

    private @Nullable Throwable create(Topic topic, Map<String, String> settings) {
        var wanted = new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty()).configs(settings);
        try {
            await(admin.createTopics(List.of(wanted)).all());
            return null;
        } catch (ExecutionException failure) {
            return failure.getCause();
        } catch (TimeoutException failure) {
            return failure;
        }
    }

    /**
     * The controller answers first, and brokers know of the topic a moment later: whoever starts next would miss it.
     */
    private void awaitDescribed(Topic topic) {
        var end = System.nanoTime() + timeout.toNanos();
        while (describe(topic).isEmpty()) {
            if (System.nanoTime() > end) {
                throw failed("create", topic, new TimeoutException("no broker knows of the topic that was created"));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private Optional<TopicDescription> describe(Topic topic) {
        try {
            var found = await(admin.describeTopics(List.of(topic.name())).allTopicNames());
            return Optional.ofNullable(found.get(topic.name()));
        } catch (ExecutionException | TimeoutException failure) {
            if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw failed("look at", topic, failure);
        }
    }

    private Outcome compare(Topic topic) {
        var differences = new ArrayList<Difference>();
        var partitions = describe(topic).map(found -> found.partitions().size()).orElse(0);
        // More partitions are an operator's choice, and Kafka can't remove partitions, so it could not be fixed anyway.
        if (partitions < topic.partitions()) {
            differences.add(
                    new Difference("partitions", Integer.toString(partitions), Integer.toString(topic.partitions())));
        }
        var found = settings(topic);
        var wanted = new TreeMap<>(topic.config());
        topic.newerConfig().forEach((setting, value) -> {
            if (found.get(setting) == null) {
                unsupported(topic, setting, value);
            } else {
                wanted.put(setting, value);
            }
        });
        wanted.forEach((setting, value) -> {
            var actual = found.getOrDefault(setting, "");
            if (!value.equals(actual)) {
                differences.add(new Difference(setting, actual, value));
            }
        });
        return differences.isEmpty() ? new Present(topic.name()) : new Differs(topic.name(), List.copyOf(differences));
    }

    private Map<String, String> settings(Topic topic) {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        try {
            var settings = new HashMap<String, String>();
            await(admin.describeConfigs(List.of(resource)).all())
                    .values()
                    .forEach(config -> config.entries().forEach(entry -> settings.put(entry.name(), entry.value())));
            return settings;
        } catch (ExecutionException | TimeoutException failure) {
            throw failed("read the settings of", topic, failure);
        }
    }

    private <V> V await(KafkaFuture<V> answer) throws ExecutionException, TimeoutException {
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new TopicSetupException("The set-up of the topics was interrupted.", failure);
        }
    }

    private TopicSetupException failed(String what, Topic topic, Throwable failure) {
        var cause = failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        var late =
                cause instanceof TimeoutException || cause instanceof org.apache.kafka.common.errors.TimeoutException;
        var why = late
                ? "Kafka gave no answer within %d ms. Check that it runs and that WATCHLLM_KAFKA_BOOTSTRAP is right."
                        .formatted(timeout.toMillis())
                : cause.toString();
        return new TopicSetupException("Could not " + what + " topic " + topic.name() + ": " + why, cause);
    }
}
