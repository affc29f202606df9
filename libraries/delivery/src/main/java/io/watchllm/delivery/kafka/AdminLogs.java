package io.watchllm.delivery.kafka;

import io.watchllm.delivery.core.LogBounds;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the bounds of logs through Kafka's admin client. Thread-safe. */
public final class AdminLogs implements LogReader {
    private static final Logger log = LoggerFactory.getLogger(AdminLogs.class);
    private static final int TIMEOUT_MS = 5_000;
    private static final Duration RETENTION_FOR = Duration.ofMinutes(1);

    private final Admin admin;
    private final Clock clock;
    private final Map<String, Retention> retentions = new ConcurrentHashMap<>();

    private record Retention(long untilMillis, CompletableFuture<Long> answer) {}

    public AdminLogs(Admin admin, Clock clock) {
        this.admin = admin;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Map<TopicPartition, LogBounds>> ask(Collection<TopicPartition> partitions) {
        var all = List.copyOf(partitions);
        // Ask for the start first and the end last: if both advance meanwhile, start can't exceed end.
        var starts = offsets(all, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
        var firsts = offsets(all, OffsetSpec.forTimestamp(0), IsolationLevel.READ_UNCOMMITTED);
        var stables = offsets(all, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
        var ends = offsets(all, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        Map<String, CompletableFuture<Long>> retention = all.stream()
                .map(TopicPartition::topic)
                .distinct()
                .collect(Collectors.toMap(Function.identity(), this::retention));
        var answers = new HashMap<String, CompletableFuture<?>>(retention);
        answers.putAll(Map.of("/starts", starts, "/firsts", firsts, "/stables", stables, "/ends", ends));
        return CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
                .thenApply(done -> all.stream().collect(Collectors.toMap(Function.identity(), partition -> {
                    var stable = at(stables, partition).offset();
                    return new LogBounds(
                            at(starts, partition).offset(),
                            stable,
                            Math.max(stable, at(ends, partition).offset()),
                            at(firsts, partition).timestamp(),
                            Objects.requireNonNull(retention.get(partition.topic()))
                                    .join());
                })));
    }

    private static ListOffsetsResultInfo at(
            CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> answer, TopicPartition partition) {
        return Objects.requireNonNull(answer.join().get(partition), partition.toString());
    }

    private CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
            List<TopicPartition> partitions, OffsetSpec spec, IsolationLevel level) {
        var asked = partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> spec));
        return admin.listOffsets(asked, new ListOffsetsOptions(level).timeoutMs(TIMEOUT_MS))
                .all()
                .toCompletionStage()
                .toCompletableFuture();
    }

    /** The topic's retention by time; cached for a minute, since it may be changed. */
    private CompletableFuture<Long> retention(String topic) {
        var now = clock.millis();
        return retentions
                .compute(
                        topic,
                        (key, known) -> known != null && now < known.untilMillis()
                                ? known
                                : new Retention(now + RETENTION_FOR.toMillis(), askRetention(topic)))
                .answer();
    }

    private CompletableFuture<Long> askRetention(String topic) {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource), new DescribeConfigsOptions().timeoutMs(TIMEOUT_MS))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .thenApply(found -> Long.parseLong(Objects.requireNonNull(found.get(resource))
                        .get(TopicConfig.RETENTION_MS_CONFIG)
                        .value()))
                // A user may be allowed to read a topic but not its settings; only the retention forecast needs them.
                .exceptionally(refused -> {
                    log.info("retention of a topic is not known topic={} error={}", topic, refused.toString());
                    return LogBounds.UNKNOWN;
                });
    }
}
