package io.watchllm.cli.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.cli.CommandRun;
import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.localstack.LocalClickHouse;
import io.watchllm.localstack.LocalKafka;
import io.watchllm.localstack.LocalSchemaRegistry;
import io.watchllm.localstack.LocalStack;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.rows.AgentStepRow;
import io.watchllm.rows.EventRow;
import io.watchllm.rows.EventType;
import io.watchllm.rows.ToolCallRow;
import io.watchllm.runtime.Environment;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.WireFormat;
import io.watchllm.sink.SinkService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Engines whose users have one role each, and rows of two projects that a sink with the writer's role stored. */
final class RolesStack implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final List<String> USERS = List.of("sink", "analyst", "team", "deploy");

    private final Instant hourAgo = Instant.now().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS);
    private final Path folder;
    private final LocalStack stack;
    private final List<String> statements;

    RolesStack(Path folder) throws Exception {
        this.folder = folder;
        var nowhere = CommandRun.variables(folder, Map.of("WATCHLLM_CLICKHOUSE_URL", "http://127.0.0.1:1"));
        var rows = List.of("--max-rows-to-read", "5000");
        var all = grants(nowhere, rows, "--writer", "sink", "--reader", "analyst", "--admin", "deploy");
        var some = grants(nowhere, rows, "--project", "it's", "--project", "shop", "--reader", "team");
        statements = Stream.of(all, some).flatMap(List::stream).distinct().toList();
        var users = Files.writeString(folder.resolve("users.xml"), UsersFile.of("watchllm", USERS, statements));
        stack = LocalStack.start(
                LocalKafka.builder(),
                LocalSchemaRegistry.builder(),
                LocalClickHouse.builder().configFile(users));
        new KafkaConnection(settings("default").kafka()).setUp(Topics.ALL);
        var created = command("deploy", "schema", "create");
        assertThat(created.exitCode()).as(created.err()).isZero();
        fill();
    }

    /** What {@code schema grants} printed. */
    List<String> statements() {
        return statements;
    }

    @Override
    public void close() {
        stack.close();
    }

    /** A sink that may do no more than its role says writes rows of two projects, of every kind. */
    private void fill() throws Exception {
        try (var sink = new SinkService(settings("sink"), new SimpleMeterRegistry());
                var producer = new KafkaConnection(settings("sink").kafka()).producer();
                var registry = new KafkaConnection(settings("sink").kafka()).registry()) {
            sink.start();
            for (var project : List.of("shop", "other")) {
                Map<String, SpecificRecord> rows = Map.of(
                        Topics.EVENT_ROWS.name(), event(project),
                        Topics.TOOL_CALL_ROWS.name(), toolCall(project),
                        Topics.AGENT_STEP_ROWS.name(), step(project));
                for (var row : rows.entrySet()) {
                    var id = registry.getLatestSchemaMetadata(row.getKey() + "-value")
                            .getId();
                    producer.send(new ProducerRecord<>(row.getKey(), WireFormat.encode(id, row.getValue())))
                            .get();
                }
            }
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(ask(
                                    "default",
                                    "SELECT (SELECT count() FROM watchllm.events),"
                                            + " (SELECT count() FROM watchllm.tool_calls),"
                                            + " (SELECT count() FROM watchllm.agent_steps),"
                                            + " (SELECT sum(requests) FROM watchllm.hourly_report)"))
                            .as(sink.health().ready().detail())
                            .isEqualTo("2\t2\t2\t2"));
            await().atMost(DEADLINE).until(() -> sink.health().ready().up());
        }
    }

    private EventRow event(String project) {
        return EventRow.newBuilder()
                .setEventId("e1")
                .setProjectId(project)
                .setRunId("r")
                .setTimestamp(hourAgo)
                .setEventType(EventType.prompt_call)
                .setModel("it-a")
                .setTokensInput(3)
                .setTokensOutput(2)
                .build();
    }

    private ToolCallRow toolCall(String project) {
        return ToolCallRow.newBuilder()
                .setEventId("e2")
                .setCallIndex(0)
                .setProjectId(project)
                .setRunId("r")
                .setTimestamp(hourAgo)
                .setToolName("t")
                .build();
    }

    private AgentStepRow step(String project) {
        return AgentStepRow.newBuilder()
                .setEventId("e3")
                .setProjectId(project)
                .setRunId("r")
                .setTimestamp(hourAgo)
                .setStepNumber(1)
                .build();
    }

    private static List<String> grants(Path variables, List<String> more, String... arguments) {
        var all = Stream.concat(Stream.of(arguments), more.stream()).toArray(String[]::new);
        return statements(CommandRun.of(List.of("schema", "grants"), variables, all));
    }

    /** What {@code schema grants} printed, as statements to run. */
    static List<String> statements(CommandRun run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out()
                .lines()
                .filter(line -> line.endsWith(";"))
                .map(line -> line.substring(0, line.length() - 1))
                .toList();
    }

    String ask(String user, String sql) {
        return ask(connection(user), sql);
    }

    /** Runs a statement; a query's rows come back as lines, with tabs between the columns. */
    static String ask(ClickHouseSettings settings, String sql) {
        try (var connection = ClickHouseConnection.open(settings)) {
            if (!sql.startsWith("SELECT")) {
                connection.execute(sql);
                return "";
            }
            return connection.query(sql).stream()
                    .map(row -> String.join("\t", row.values().values()))
                    .collect(Collectors.joining("\n"));
        }
    }

    private Map<String, String> variables(String user) {
        var all = new HashMap<>(stack.environment());
        all.put("WATCHLLM_CLICKHOUSE_USER", user);
        all.put("WATCHLLM_SINK_FLUSH_INTERVAL", "20ms");
        return all;
    }

    ClickHouseSettings connection(String user) {
        return ClickHouseSettings.from(new Environment(variables(user)));
    }

    SinkSettings settings(String user) {
        return SinkSettings.from(new Environment(variables(user)));
    }

    CommandRun command(String user, String command, String step, String... arguments) throws Exception {
        return CommandRun.of(List.of(command, step), CommandRun.variables(folder, variables(user)), arguments);
    }
}
