package io.watchllm.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.watchllm.delivery.config.SinkTable;
import io.watchllm.delivery.core.BlockCountSnapshot;
import io.watchllm.delivery.core.Intent;
import io.watchllm.delivery.core.OffsetMetadata;
import io.watchllm.delivery.encode.WireRows;
import io.watchllm.rows.EventRow;
import io.watchllm.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A ClickHouse that knows the token of an open range and has lost its part, or has the part and lost the token. What a
 * crash does in a moment that no test hits is done by hand here, in the files of a server that stands still.
 */
class TokenAndPartIT {
    private static final String TOPIC = Topics.EVENT_ROWS.name();

    private static SinkStack stack;
    private static int sent;

    private final List<SinkService> sinks = new ArrayList<>();
    private Set<Path> lastParts = Set.of();

    @BeforeAll
    static void startEngines() {
        stack = SinkStack.shared();
        sent = 0;
        send(300);
    }

    @AfterEach
    void stopSinks() {
        sinks.forEach(SinkService::close);
    }

    @Test
    void shouldStoreTheRangeUnderAnotherTokenWhenTheTokenIsKnownAndTheRowsAreNot() throws Exception {
        // Given
        var table = stack.chain("token_only", "tuple()");
        landLastRangeOfEachPartition(table, 3);

        // When
        stack.engines().clickHouse().kill();
        for (var part : lastParts) {
            delete(part);
        }
        stack.engines().clickHouse().restart();
        assertThat(stack.counts("token_only")).isEqualTo((sent - partitions()) + "\t" + (sent - partitions()));
        start(table);

        // Then
        awaitCommitted(table);
        var each = Integer.toString(sent);
        assertThat(stack.chainCounts(table)).isEqualTo(String.join("\t", each, each, each, each));
    }

    @Test
    void shouldNotStoreTheRangeTwiceWhenTheRowsAreThereAndTheTokenIsNot() throws Exception {
        // Given
        stack.query("CREATE TABLE watchllm.part_only AS watchllm.events");
        var table = SinkTable.of("part_only", TOPIC);
        landLastRangeOfEachPartition(table, 1);

        // When
        forgetTokens("part_only");
        start(table);

        // Then
        awaitCommitted(table);
        assertThat(stack.counts("part_only")).isEqualTo(sent + "\t" + sent);
    }

    /** The views may need the repeat, so it is made, and what came of it is looked at. */
    @Test
    void shouldStopWithTheNumbersWhenTheTokenIsNotKnownAndViewsMayNeedTheRange() throws Exception {
        // Given
        var table = stack.chain("part_and_views", "tuple()");
        landLastRangeOfEachPartition(table, 3);

        // When
        forgetTokens("part_and_views");
        var sink = start(table);

        // Then
        await().atMost(SinkStack.DEADLINE)
                .untilAsserted(() -> assertThat(sink.health().ready().detail())
                        .contains("of 1 rows the table holds 2, with 1 different offsets"));
        assertThat(sink.health().ready().up()).isFalse();
    }

    /**
     * The table has all rows of the topic, and the last row of each partition stands as an open range in its commit.
     */
    private void landLastRangeOfEachPartition(SinkTable table, int tables) throws Exception {
        stack.query("SYSTEM STOP MERGES");
        var first = start(table);
        awaitCommitted(table);
        first.close();
        var before = parts(table);
        send(partitions());
        var second = start(table);
        awaitCommitted(table);
        second.close();
        lastParts = new HashSet<>(parts(table));
        lastParts.removeAll(before);
        reopen(table, tables);
    }

    private void reopen(SinkTable table, int tables) throws Exception {
        try (var admin = admin()) {
            var topics = admin.describeTopics(List.of(TOPIC)).allTopicNames().get();
            var topicId = Objects.requireNonNull(topics.get(TOPIC)).topicId().toString();
            Map<TopicPartition, OffsetAndMetadata> reopened = new HashMap<>();
            committed(admin, table).forEach((partition, commit) -> {
                var metadata = OffsetMetadata.parse(commit.metadata());
                if (metadata == null) {
                    throw new AssertionError(commit);
                }
                var last = new Intent(metadata.epoch(), commit.offset() - 1, commit.offset() - 1, 1);
                var counts = new BlockCountSnapshot(System.currentTimeMillis(), Collections.nCopies(tables, 0L));
                var text = new OffsetMetadata(metadata.epoch(), last, counts).text(topicId);
                reopened.put(partition, new OffsetAndMetadata(last.from(), text));
            });
            admin.alterConsumerGroupOffsets(table.group(), reopened).all().get();
        }
    }

    private static void forgetTokens(String table) throws IOException {
        var logs = stack.query(
                        "SELECT data_paths[1] || 'deduplication_logs' FROM system.tables WHERE database = 'watchllm'"
                                + " AND name LIKE '" + table + "%' AND engine LIKE '%MergeTree'")
                .lines()
                .map(Path::of)
                .toList();
        stack.engines().clickHouse().kill();
        for (var log : logs) {
            delete(log);
        }
        stack.engines().clickHouse().restart();
    }

    private static Set<Path> parts(SinkTable table) {
        var found = new HashSet<Path>();
        stack.query("SELECT path FROM system.parts WHERE active AND database = 'watchllm' AND table LIKE '"
                        + table.table() + "%'")
                .lines()
                .forEach(path -> found.add(Path.of(path)));
        return found;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private SinkService start(SinkTable table) {
        var settings =
                stack.settings("WATCHLLM_SINK_FLUSH_INTERVAL", "20ms", "WATCHLLM_SINK_RETRY_BACKOFF_MAX", "500ms");
        var sink = stack.start(settings.withTables(Set.of(table)));
        sinks.add(sink);
        return sink;
    }

    private static void awaitCommitted(SinkTable table) throws Exception {
        try (var admin = admin()) {
            await().atMost(SinkStack.DEADLINE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> committed(admin, table).values().stream()
                                    .filter(commit -> Objects.requireNonNull(OffsetMetadata.parse(commit.metadata()))
                                                    .open()
                                            == null)
                                    .mapToLong(OffsetAndMetadata::offset)
                                    .sum()
                            == sent);
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, SinkTable table) throws Exception {
        return admin.listConsumerGroupOffsets(table.group())
                .partitionsToOffsetAndMetadata()
                .get();
    }

    private static Admin admin() {
        return Admin.create(Map.<String, Object>of("bootstrap.servers", stack.bootstrap()));
    }

    private static int partitions() {
        return SinkStack.ROW_PARTITIONS;
    }

    private static void send(int count) {
        stack.send(TOPIC, WireRows.wire(stack.schemaId(TOPIC), WireRows.rows(EventRow.getClassSchema(), sent, count)));
        sent += count;
    }
}
