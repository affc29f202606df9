package io.watchllm.operations.reconciliation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.operations.reconciliation.ReconciliationReport.Project;
import io.watchllm.schemas.EventCount;
import io.watchllm.schemas.EventCountKey;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The processor's own counts, from the changelog of its event counts: the latest record of each partition and key.
 * Repeated reads only read new records.
 */
public final class ProcessorEventCounts implements AutoCloseable {
    private final Consumer<byte @Nullable [], byte @Nullable []> consumer;
    private final TopicReader reader;
    private final List<String> changelogs;
    private final Map<TopicPartition, Map<String, Long>> latest = new HashMap<>();

    /**
     * @param consumer consumer of committed records; used for nothing else, and closed with the counts
     * @param applicationId application id of the processors
     */
    public ProcessorEventCounts(Consumer<byte @Nullable [], byte @Nullable []> consumer, String applicationId) {
        this.consumer = consumer;
        reader = new TopicReader(consumer);
        changelogs = EventCountKey.changelogs(applicationId);
    }

    /**
     * The counts of each project, up to the last committed transaction.
     *
     * @throws IllegalStateException when no processor of the application has ever run, or Kafka does not answer
     */
    public Map<String, Project> read() {
        reader.readNew(changelogs, record -> {
            if (record.key() != null && record.value() != null && record.value().length == Long.BYTES) {
                latest.computeIfAbsent(new TopicPartition(record.topic(), record.partition()), any -> new HashMap<>())
                        .put(
                                new String(record.key(), UTF_8),
                                ByteBuffer.wrap(record.value()).getLong());
            }
            return true;
        });
        var projects = new HashMap<String, Project>();
        latest.values()
                .forEach(counts -> counts.forEach((text, count) -> {
                    var key = EventCountKey.parse(text);
                    projects.merge(key.project(), entry(key.entry(), count), Project::plus);
                }));
        return projects;
    }

    /**
     * The same by partition of {@code watchllm.events}, as of the last {@link #read}: each has its own changelog
     * partition. Alerts of the second stage are left out, since it has other partitions.
     */
    public Map<Integer, Project> partitions() {
        var partitions = new HashMap<Integer, Project>();
        latest.forEach((partition, counts) -> {
            if (partition.topic().equals(changelogs.getFirst())) {
                counts.forEach((text, count) -> partitions.merge(
                        partition.partition(), entry(EventCountKey.parse(text).entry(), count), Project::plus));
            }
        });
        return partitions;
    }

    private static Project entry(String word, long count) {
        return EventCount.of(word)
                .map(entry -> switch (entry) {
                    case ROWS -> new Project(count, 0, 0, 0, 0, 0);
                    case DUPLICATE -> new Project(0, count, 0, 0, 0, 0);
                    case REFUSED -> new Project(0, 0, count, 0, 0, 0);
                    case ALERTS -> new Project(0, 0, 0, count, 0, 0);
                })
                .orElse(Project.NOTHING);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
