package io.watchllm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.watchllm.cli.send.EventSender;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.clickhouse.SchemaTool;
import io.watchllm.events.Event;
import io.watchllm.operations.input.EventInput;
import io.watchllm.operations.input.InputEvent;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.reconciliation.ReconciliationReader;
import io.watchllm.operations.reconciliation.ReconciliationReport;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.schemas.Topics;
import io.watchllm.teststack.TestStack;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A recording sent once as one project, and three times over in random order as another while the processor is killed
 * twice: tables and rollups are the same, and every repeat is counted.
 */
@Timeout(600)
class ThreefoldIT {
    private static final Duration DEADLINE = Duration.ofMinutes(4);

    /** The sample; a larger one by {@code -Drecording=FILE}. */
    private static final Path RECORDING =
            Path.of(System.getProperty("recording", "../../samples/airline-agent.ndjson.gz"));

    private static final int COPIES = 3;
    private static final long SEED = 20_261_125;

    /** All but the project, and where and when the row's record lay. */
    private static final Map<String, String> ROWS = Map.of(
            "events", "* EXCEPT (project_id, ingested_at, source_partition, source_offset)",
            "tool_calls", "* EXCEPT (project_id, ingested_at, source_partition, source_offset)",
            "agent_steps", "* EXCEPT (project_id, ingested_at, source_partition, source_offset)",
            "hourly_report", "* EXCEPT project_id",
            "daily_report", "* EXCEPT project_id",
            "project_summary", "* EXCEPT project_id");

    private static TestStack stack;
    private static Map<String, String> variables;
    private static KafkaConnection kafka;
    private static ClickHouseQuery clickHouse;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void startStack() throws Exception {
        stack = TestStack.start();
        variables = CommandProcess.soonFree(stack.environment(), folder);
        // The recording is of one day, and this test is to hold on any.
        for (var table : List.of("EVENTS", "TOOL_CALLS", "AGENT_STEPS", "ROLLUPS")) {
            variables.put("WATCHLLM_CLICKHOUSE_RETENTION_" + table, "0d");
        }
        variables.put("WATCHLLM_PROCESSOR_EVENT_RETENTION", "36500d");
        // The three copies are spread over more event time than this: the window counts by arrival.
        variables.put("WATCHLLM_PROCESSOR_DEDUP_WINDOW", "1h");
        // Alerts are rows too, and each project has its own.
        variables.put("WATCHLLM_PROCESSOR_ALERT_RULES", "none");
        var environment = new Environment(variables);
        kafka = new KafkaConnection(KafkaSettings.from(environment));
        kafka.setUp(Topics.ALL);
        new SchemaTool(ClickHouseSettings.from(environment), SchemaSettings.from(environment)).create(report -> {});
        clickHouse = new ClickHouseQuery(variables);
    }

    @AfterAll
    static void stopStack() {
        stack.close();
    }

    @Test
    void shouldStoreARecordingOnceHoweverOftenItComes() throws Exception {
        // Given
        var once = events("once");
        var threefold = new ArrayList<Event>();
        for (var copy = 0; copy < COPIES; copy++) {
            threefold.addAll(events("threefold"));
        }
        Collections.shuffle(threefold, new Random(SEED));
        var processor = service("processor", 0);
        var sink = service("sink", 0);
        try {
            // When: each third is sent to a processor that is killed once it has begun with it.
            send(once);
            var third = threefold.size() / COPIES;
            for (var part = 0; part < COPIES; part++) {
                send(threefold.subList(part * third, (part + 1) * third));
                if (part < COPIES - 1) {
                    awaitMore(rows("threefold"));
                    processor.kill();
                    processor = service("processor", part + 1);
                }
            }

            // Then
            var duplicates = (COPIES - 1) * once.size();
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(counts("threefold"))
                            .isEqualTo(
                                    new ReconciliationReport.Project(once.size(), duplicates, 0, 0, once.size(), 0)));
            await().atMost(DEADLINE)
                    .untilAsserted(() ->
                            assertThat(rows("threefold")).isEqualTo(once.size()).isEqualTo(rows("once")));
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(fingerprints("threefold")).isEqualTo(fingerprints("once")));
            assertThat(counts("once"))
                    .isEqualTo(new ReconciliationReport.Project(once.size(), 0, 0, 0, once.size(), 0));
            assertThat(processor.alive()).as("processor: " + processor.output()).isTrue();
        } finally {
            sink.close();
            processor.close();
        }
    }

    private static List<Event> events(String project) throws Exception {
        var events = new ArrayList<Event>();
        EventInput.of(RECORDING.toString()).read(input -> {
            assertThat(input).isInstanceOf(InputEvent.Good.class);
            if (input instanceof InputEvent.Good good) {
                events.add(Event.newBuilder(good.event()).setProjectId(project).build());
            }
        });
        return events;
    }

    private static CommandProcess service(String name, int instance) {
        return CommandProcess.start(variables, folder.resolve(name + instance + ".log"), name);
    }

    private static void send(List<Event> events) {
        try (var sender = new EventSender(kafka, Clock.systemUTC())) {
            events.forEach(sender::send);
            assertThat(sender.finish().sent()).isEqualTo(events.size());
        }
    }

    private static void awaitMore(long before) {
        await().atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(rows("threefold")).isGreaterThan(before));
    }

    private static long rows(String project) throws Exception {
        return clickHouse.number("SELECT count() FROM events WHERE project_id = '" + project + "'");
    }

    private static ReconciliationReport.Project counts(String project) throws Exception {
        var environment = new Environment(variables);
        var reader = new ReconciliationReader(
                kafka, ClickHouseSettings.from(environment), ProcessorSettings.applicationId(environment), false);
        return Objects.requireNonNull(reader.read(null).projects().get(project));
    }

    /** Rows and a sum over all that stands in them, by table and view. */
    private static Map<String, String> fingerprints(String project) throws Exception {
        Map<String, String> found = new LinkedHashMap<>();
        for (var table : ROWS.entrySet()) {
            var sql = "SELECT count(), sum(cityHash64(toString(tuple(" + table.getValue() + ")))) FROM "
                    + table.getKey() + " WHERE project_id = '" + project + "'";
            found.put(table.getKey(), Objects.requireNonNull(clickHouse.text(sql)));
        }
        return found;
    }
}
