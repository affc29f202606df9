package io.watchllm.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.delivery.encode.WireRows;
import io.watchllm.operations.offsets.GroupFacts;
import io.watchllm.operations.offsets.SinkOffsets;
import io.watchllm.rows.AgentStepRow;
import io.watchllm.schemas.Topics;
import io.watchllm.sink.KafkaTools;
import io.watchllm.sink.SinkService;
import io.watchllm.sink.SinkStack;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sink whose group was deleted, and one whose records retention took before it had read them. */
class LossIT {
    private static final SinkTable TABLE = SinkTable.AGENT_STEPS;
    private static final TopicPartition FIRST = new TopicPartition(TABLE.topic(), 0);
    private static final String[] FAST = {
        "WATCHLLM_SINK_TABLES", "agent_steps",
        "WATCHLLM_SINK_FLUSH_INTERVAL", "20ms",
        "WATCHLLM_SINK_RETRY_BACKOFF_MAX", "500ms",
        "WATCHLLM_SINK_FAULT_INTERVAL", "500ms"
    };

    private SinkStack stack;
    private KafkaTools kafka;
    private SinkService sink;

    @BeforeEach
    void start() {
        stack = SinkStack.shared();
        kafka = new KafkaTools(stack);
        sink = stack.start(stack.settings(FAST));
    }

    @AfterEach
    void stop() {
        sink.close();
    }

    private void send(int seed, int count) {
        var topic = Topics.AGENT_STEP_ROWS.name();
        stack.send(
                topic, WireRows.wire(stack.schemaId(topic), WireRows.rows(AgentStepRow.getClassSchema(), seed, count)));
    }

    private void awaitRows(int rows) {
        await().atMost(SinkStack.DEADLINE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(stack.counts("agent_steps")).isEqualTo(rows + "\t" + rows));
    }

    private String awaitNotReady(String words) {
        await().atMost(SinkStack.DEADLINE).untilAsserted(() -> {
            var ready = sink.health().ready();
            assertThat(ready.detail()).contains(words);
            assertThat(ready.up()).isFalse();
        });
        return sink.health().ready().detail();
    }

    @Test
    void shouldNotFillATableAgainWhoseGroupIsGone() throws Exception {
        // Given
        send(1, 300);
        awaitRows(300);
        sink.close();
        kafka.deleteGroup(TABLE.group());

        // When
        sink = stack.start(stack.settings(FAST));

        // Then
        var detail = awaitNotReady("watchllm sink rewind --table agent_steps");
        assertThat(detail).contains("no committed offset", "150 rows", "offset 149", "--to-tables");
        assertThat(stack.counts("agent_steps")).isEqualTo("300\t300");

        // When
        sink.close();
        kafka.awaitEmpty(TABLE.group());
        var moves = offsets(offsets -> offsets.rewind(null, new SinkOffsets.ToTables(), false));
        sink = stack.start(stack.settings(FAST));
        send(2, 100);

        // Then
        assertThat(moves)
                .containsExactly(new SinkOffsets.Move(0, null, 150, 0, 0), new SinkOffsets.Move(1, null, 150, 0, 0));
        awaitRows(400);
        awaitReady();
    }

    @Test
    void shouldSayWhatLeftKafkaBeforeItWasRead() throws Exception {
        // Given
        send(1, 300);
        awaitRows(300);
        sink.close();
        send(2, 100);
        kafka.deleteRecords(FIRST, 190);

        // When
        var metrics = new SimpleMeterRegistry();
        sink = stack.start(stack.settings(FAST), metrics);

        // Then: the other partition goes on
        var detail = awaitNotReady("watchllm sink accept-loss --table agent_steps --partition 0");
        assertThat(detail).contains("offset 150", "offset 190", "40 records");
        awaitRows(350);

        // When
        var plan = offsets(offsets -> offsets.acceptLoss(0, false));

        // Then: it goes on without a restart
        assertThat(plan.loss().offsets()).isEqualTo(40);
        awaitRows(360);
        awaitReady();
        assertThat(metrics.get("watchllm.sink.lost.offsets").counter().count()).isEqualTo(40);
        assertThatThrownBy(() -> offsets(offsets -> offsets.acceptLoss(0, false)))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("nothing is lost in partition 0");
    }

    @Test
    void shouldStopBeforeWhatLeavesKafkaWhileItStands() throws Exception {
        // Given: a table that is gone, and so a sink that stands
        send(1, 300);
        awaitRows(300);
        stack.query("RENAME TABLE watchllm.agent_steps TO watchllm.put_away");
        send(2, 100);
        awaitNotReady("agent_steps");
        send(3, 100);
        kafka.deleteRecords(FIRST, 250);

        // Then: it says so while the table is still gone
        awaitNotReady("the log begins at offset 250");

        // When
        stack.query("RENAME TABLE watchllm.put_away TO watchllm.agent_steps");

        // Then
        var detail = awaitNotReady("accept-loss --table agent_steps --partition 0");
        assertThat(detail).contains("offset 150, but the log begins at offset 250", "100 records");
        await().atMost(SinkStack.DEADLINE)
                .untilAsserted(() -> assertThat(
                                stack.query("SELECT count() FROM watchllm.agent_steps WHERE source_partition = 1"))
                        .isEqualTo("250"));
    }

    @Test
    void shouldNotTakeTheEndOfATransactionForARecordThatIsGone() throws Exception {
        // Given: behind the last record lies the marker of its transaction
        kafka.sendInTransaction(
                FIRST,
                WireRows.wire(stack.schemaId(TABLE.topic()), WireRows.rows(AgentStepRow.getClassSchema(), 4, 20)));
        awaitRows(20);
        awaitReady();

        // When
        sink.close();
        kafka.deleteRecords(FIRST, -1);
        sink = stack.start(stack.settings(FAST));

        // Then
        awaitReady();
        send(5, 10);
        awaitRows(30);
    }

    @Test
    void shouldMoveAGroupOnlyWhileItIsEmptyAndOnlyWithinTheLog() throws Exception {
        // Given
        send(1, 300);
        awaitRows(300);
        var target = new SinkOffsets.ToOffset(100);

        // Then
        assertThatThrownBy(() -> offsets(offsets -> offsets.rewind(0, target, false)))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("1 members");

        // When
        sink.close();
        kafka.awaitEmpty(TABLE.group());

        // Then
        assertThatThrownBy(() -> offsets(offsets -> offsets.rewind(0, new SinkOffsets.ToOffset(151), true)))
                .hasMessageContaining("offset 151 is not in the log; expected 0 to 150");
        var planned = offsets(offsets -> offsets.rewind(0, target, true));
        assertThat(planned).containsExactly(new SinkOffsets.Move(0, 150L, 100, 50, 0));
        var done = offsets(offsets -> offsets.rewind(0, target, false));
        assertThat(done).isEqualTo(planned);

        // When: a new epoch, so that what was wanted again is stored again
        sink = stack.start(stack.settings(FAST));

        // Then
        await().atMost(SinkStack.DEADLINE)
                .untilAsserted(() -> assertThat(stack.counts("agent_steps")).isEqualTo("350\t300"));
    }

    private <T> T offsets(Function<SinkOffsets, T> action) {
        try (var admin = stack.admin();
                var facts = new GroupFacts(stack.settings(FAST), TABLE, admin, Clock.systemUTC())) {
            return action.apply(new SinkOffsets(facts));
        }
    }

    private void awaitReady() {
        await().atMost(SinkStack.DEADLINE)
                .untilAsserted(() -> assertThat(sink.health().ready().up())
                        .as(sink.health().ready().detail())
                        .isTrue());
    }
}
