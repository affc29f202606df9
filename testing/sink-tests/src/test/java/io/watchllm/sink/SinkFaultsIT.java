package io.watchllm.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.watchllm.delivery.config.SinkTable;
import io.watchllm.delivery.encode.WireRows;
import io.watchllm.rows.EventRow;
import io.watchllm.runtime.ExitReason;
import io.watchllm.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sinks in trouble, each with a table of its own that has two chained views. */
class SinkFaultsIT {
    private static final String[] FAST = {
        "WATCHLLM_SINK_FLUSH_INTERVAL", "20ms",
        "WATCHLLM_SINK_RETRY_BACKOFF_MAX", "500ms",
        "WATCHLLM_SINK_FAULT_INTERVAL", "500ms"
    };
    /** Soon notices that ClickHouse is frozen, and soon gives up. */
    private static final String[] IMPATIENT = {
        "WATCHLLM_SINK_INSERT_TIMEOUT", "1s",
        "WATCHLLM_SINK_RETRY_UNREADY_ATTEMPTS", "2",
        "WATCHLLM_SINK_CLOSE_TIMEOUT", "2s"
    };

    private static SinkStack stack;
    private static int sent;

    private final List<SinkService> sinks = new ArrayList<>();

    @BeforeAll
    static void startEngines() {
        stack = SinkStack.shared();
        send(600);
    }

    @AfterEach
    void stopSinks() {
        sinks.forEach(SinkService::close);
    }

    @Test
    void shouldWorkWithTheClassicProtocolAndCompressedBlocks() {
        var table = stack.chain("classic", "tuple()");
        var sink = start(table, "WATCHLLM_SINK_GROUP_PROTOCOL", "classic", "WATCHLLM_SINK_COMPRESS", "true");
        awaitAll(table);
        sink.close();
        send(100);

        start(table, "WATCHLLM_SINK_GROUP_PROTOCOL", "classic", "WATCHLLM_SINK_COMPRESS", "true");

        awaitAll(table);
    }

    @Test
    void shouldLandEveryRowOnceWhenClickHouseFreezesForLongerThanAnInsertMayTake() throws Exception {
        // Given
        var table = stack.chain("frozen", "tuple()");
        var sink = start(table, IMPATIENT);
        awaitAll(table);

        // When
        signal("STOP", stack.engines().clickHouse().pid());
        send(300);
        await().atMost(SinkStack.DEADLINE).until(() -> !sink.health().ready().up());
        signal("CONT", stack.engines().clickHouse().pid());

        // Then
        awaitAll(table);
        await().atMost(SinkStack.DEADLINE).until(() -> sink.health().ready().up());
    }

    @Test
    void shouldLandEachRowOfABlockThatHasTooManyPartitions() {
        var deadLetters = stack.read(Topics.DEAD_LETTERS.name()).size();
        var table = stack.chain("partitioned", "least(source_offset, 120)");

        start(table);

        awaitAll(table);
        assertThat(stack.query("SELECT uniqExact(_partition_id) > 100 FROM watchllm.partitioned"))
                .isEqualTo("1");
        assertThat(stack.read(Topics.DEAD_LETTERS.name())).hasSize(deadLetters);
    }

    @Test
    void shouldStopInsteadOfEmptyingThePartitionIntoTheDeadLettersWhenClickHouseRefusesEveryRow() {
        // Given
        var deadLetters = stack.read(Topics.DEAD_LETTERS.name()).size();
        var table = stack.chain("refusing", "tuple()");
        stack.query("ALTER TABLE watchllm.refusing ADD CONSTRAINT no_row CHECK source_offset < 0");

        // When
        var sink = start(table, "WATCHLLM_SINK_POISON_RECORDS", "5");
        await().atMost(SinkStack.DEADLINE)
                .until(() -> sink.health().ready().detail().contains("wrong deployment"));
        assertThat(sink.health().ready().up()).isFalse();
        stack.query("ALTER TABLE watchllm.refusing DROP CONSTRAINT no_row");

        // Then
        await().atMost(SinkStack.DEADLINE).untilAsserted(() -> {
            var rows = Integer.parseInt(stack.query("SELECT count() FROM watchllm.refusing"));
            var refused = stack.read(Topics.DEAD_LETTERS.name()).size() - deadLetters;
            assertThat(rows + refused).isEqualTo(sent);
            assertThat(refused).isLessThan(20);
        });
    }

    @Test
    void shouldBeReadyWithNoPartitionWhenOthersHaveThemAll() {
        var table = stack.chain("shared", "tuple()");
        var members = Stream.generate(() -> start(table)).limit(3).toList();

        await().atMost(SinkStack.DEADLINE)
                .until(() -> members.stream()
                                .allMatch(sink -> sink.health().ready().up())
                        && members.stream()
                                .anyMatch(sink -> sink.health().ready().detail().contains(": 0 partitions")));
        awaitAll(table);
    }

    @Test
    void shouldSayThatKafkaIsAwayAndGoOnWhenItIsBack() {
        // Given
        var table = stack.chain("away", "tuple()");
        var sink = start(table);
        awaitAll(table);

        // When
        stack.engines().kafka().kill();
        await().atMost(SinkStack.DEADLINE)
                .until(() -> sink.health().ready().detail().contains("Kafka does not answer"));
        assertThat(sink.health().ready().up()).isFalse();
        stack.engines().kafka().restart();

        // Then
        send(100);
        awaitAll(table);
        await().atMost(SinkStack.DEADLINE).until(() -> sink.health().ready().up());
    }

    @Test
    void shouldEndWithinItsBoundWhenKafkaAndClickHouseAreFrozen() throws Exception {
        var table = stack.chain("closing", "tuple()");
        stack.shortSessions(table.group());
        var sink = start(table, IMPATIENT);
        awaitAll(table);
        signal("STOP", stack.engines().clickHouse().pid());
        send(300);
        await().atMost(SinkStack.DEADLINE).until(() -> !sink.health().ready().up());
        signal("STOP", stack.engines().kafka().pid());

        try {
            var closed = CompletableFuture.runAsync(sink::close);
            await().atMost(Duration.ofMinutes(1)).until(closed::isDone);
            assertThat(sink.await())
                    .isInstanceOfSatisfying(
                            ExitReason.Failed.class,
                            failed -> assertThat(failed.message()).contains("stopped too early"));
        } finally {
            signal("CONT", stack.engines().kafka().pid());
            signal("CONT", stack.engines().clickHouse().pid());
        }
        start(table);
        awaitAll(table);
    }

    private SinkService start(SinkTable table, String... more) {
        var settings = Stream.concat(Arrays.stream(FAST), Arrays.stream(more)).toArray(String[]::new);
        var sink = stack.start(stack.settings(settings).withTables(Set.of(table)));
        sinks.add(sink);
        return sink;
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void send(int count) {
        var topic = Topics.EVENT_ROWS.name();
        stack.send(topic, WireRows.wire(stack.schemaId(topic), WireRows.rows(EventRow.getClassSchema(), sent, count)));
        sent += count;
    }

    private static void awaitAll(SinkTable table) {
        var each = Integer.toString(sent);
        await().atMost(SinkStack.DEADLINE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(stack.chainCounts(table)).isEqualTo(String.join("\t", each, each, each, each)));
    }
}
