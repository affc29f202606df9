package io.watchllm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.watchllm.delivery.config.SinkTable;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.schemas.Topics;
import io.watchllm.teststack.Part;
import io.watchllm.teststack.TestStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator gets to read who moves the group of a sink, or gives up records that are gone. */
@Timeout(300)
class SinkOffsetsIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final SinkTable TABLE = SinkTable.TOOL_CALLS;
    private static final TopicPartition FIRST = new TopicPartition(TABLE.topic(), 0);

    @TempDir
    private static Path folder;

    private static TestStack stack;
    private static KafkaConnection kafka;
    private static Path variables;

    @BeforeAll
    static void start() throws Exception {
        stack = TestStack.start(Part.KAFKA, Part.SCHEMA_REGISTRY, Part.CLICKHOUSE);
        kafka = new KafkaConnection(KafkaSettings.from(new Environment(stack.environment())));
        kafka.setUp(Topics.ALL);
        variables = CommandRun.variables(folder, stack.environment());
        assertThat(CommandRun.of(List.of("schema", "create"), variables).exitCode())
                .isZero();
        try (var producer = kafka.producer()) {
            for (var number = 0; number < 10; number++) {
                var _ = producer.send(new ProducerRecord<>(
                        FIRST.topic(), FIRST.partition(), "p|r".getBytes(UTF_8), "noise".getBytes(UTF_8)));
            }
        }
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static CommandRun sink(String verb, String... arguments) {
        return CommandRun.of(List.of("sink", verb), variables, arguments);
    }

    private static void assertFailed(CommandRun run, int exitCode, String... words) {
        assertThat(run.err()).contains(words).doesNotContain("\tat ");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void shouldSayWhichArgumentIsWrong() {
        assertFailed(
                sink("rewind", "--table", "letters", "--to-tables"),
                2,
                "--table",
                "is 'letters'; expected events, tool_calls or agent_steps");
        assertFailed(sink("rewind", "--table", "events"), 2, "--to-offset", "--to-time", "--to-tables");
        assertFailed(
                sink("rewind", "--table", "events", "--partition", "0", "--to-offset", "1", "--to-time", "1h"),
                2,
                "mutually exclusive");
        assertFailed(sink("rewind", "--table", "events", "--to-offset", "1"), 2, "--to-offset", "needs --partition");
        assertFailed(
                sink("rewind", "--table", "events", "--partition", "0", "--to-offset", "-1"),
                2,
                "--to-offset",
                "is -1; expected 0 or more");
        assertFailed(
                sink("rewind", "--table", "events", "--to-time", "yesterday"), 2, "--to-time", "yesterday", "expected");
        assertFailed(sink("accept-loss", "--table", "events"), 2, "--partition");
        assertFailed(
                sink("accept-loss", "--table", "letters", "--partition", "0"),
                2,
                "--table",
                "is 'letters'; expected events, tool_calls or agent_steps");
    }

    @Test
    void shouldSayWhatACommandDoesWhatItCostsAndWhereThatIsExplained() {
        assertThat(sink("rewind", "--help").out())
                .contains(
                        "Only while no sink of the table runs",
                        "twice",
                        "docs/operators/operations.md",
                        "--dry-run",
                        "1   not moved",
                        "2   wrong");
        assertThat(sink("accept-loss", "--help").out())
                .contains("accepted_losses", "docs/operators/operations.md", "--dry-run", "watchllm reconcile");
    }

    @Test
    void shouldNameAPartitionThatIsNotThere() {
        for (var run : List.of(
                sink("rewind", "--table", "agent_steps", "--partition", "99", "--to-tables"),
                sink("accept-loss", "--table", "agent_steps", "--partition", "99"))) {
            assertFailed(run, 1, "topic watchllm.agent-step-rows has no partition 99; expected one of [0]");
        }
    }

    @Test
    void shouldNotMoveAGroupThatHasMembers() {
        var table = SinkTable.AGENT_STEPS;
        var settings = new HashMap<>(kafka.settings().forClients());
        settings.put("group.id", table.group());
        try (var member = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            member.subscribe(List.of(table.topic()));
            await().atMost(DEADLINE).until(() -> {
                var _ = member.poll(Duration.ofMillis(100));
                return !member.assignment().isEmpty();
            });

            assertFailed(
                    sink("rewind", "--table", "agent_steps", "--to-tables"),
                    1,
                    "group " + table.group() + " has 1 members; stop every sink of table agent_steps first");
        }
    }

    @Test
    void shouldMoveAGroupAndGiveUpWhatIsGoneOnlyWhenItIsNoDryRun() throws Exception {
        // When
        var move = List.of("--table", "tool_calls", "--partition", "0", "--to-offset", "4");
        var dry = sink("rewind", with(move, "--dry-run"));

        // Then
        assertThat(dry.out())
                .isEqualTo("would move " + FIRST.topic()
                        + "/0 from offset none to 4: the table has 0 rows from there on, 0"
                        + " offsets are not read\nnothing was changed\n");
        assertThat(sink("rewind", with(move, "--dry-run")).out()).isEqualTo(dry.out());
        assertFailed(
                sink("rewind", "--table", "tool_calls", "--partition", "0", "--to-offset", "11"),
                1,
                "partition 0: offset 11 is not in the log; expected 0 to 10");
        assertFailed(
                sink("accept-loss", "--table", "tool_calls", "--partition", "0"),
                1,
                "nothing is lost in partition 0 of table tool_calls");

        // When
        var moved = sink("rewind", with(move));

        // Then
        assertThat(moved.exitCode()).as(moved.err()).isZero();
        assertThat(moved.out()).startsWith("moved " + FIRST.topic() + "/0 from offset none to 4: ");
        assertFailed(
                sink("accept-loss", "--table", "tool_calls", "--partition", "0"),
                1,
                "nothing is lost in partition 0 of table tool_calls");

        // When
        try (var admin = kafka.admin()) {
            admin.deleteRecords(Map.of(FIRST, RecordsToDelete.beforeOffset(7)))
                    .all()
                    .get();
        }

        // Then
        var accept = List.of("--table", "tool_calls", "--partition", "0");
        assertThat(sink("accept-loss", with(accept, "--dry-run")).out())
                .isEqualTo("would accept " + FIRST.topic() + "/0 offsets 4 to 6 as lost: at most 3 records, markers of"
                        + " transactions among them; nothing was changed\n");
        var accepted = sink("accept-loss", with(accept));
        assertThat(accepted.exitCode()).as(accepted.err()).isZero();
        assertThat(accepted.out()).startsWith("accepted " + FIRST.topic() + "/0 offsets 4 to 6 as lost");
        assertFailed(sink("accept-loss", with(accept)), 1, "its loss is accepted already");
        assertAuditTellsTheLoss();
    }

    private static void assertAuditTellsTheLoss() {
        var audit = CommandRun.of(List.of("audit"), variables, "--table", "tool_calls", "--rows-only");
        assertThat(audit.exitCode()).as(audit.out()).isZero();
        assertThat(audit.out())
                .contains("offsets 4-6 left Kafka before the sink had read them and were accepted as lost")
                .contains("; 3 offsets accepted as lost");
    }

    private static String[] with(List<String> arguments, String... more) {
        return Stream.concat(arguments.stream(), Arrays.stream(more)).toArray(String[]::new);
    }
}
