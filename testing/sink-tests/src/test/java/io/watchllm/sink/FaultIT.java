package io.watchllm.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchllm.delivery.encode.WireRows;
import io.watchllm.rows.AgentStepRow;
import io.watchllm.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever fails: readiness and status say so, nothing is lost or stored twice, and it mends itself. */
class FaultIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TABLE = "watchllm.agent_steps";
    private static final String TOPIC = Topics.AGENT_STEP_ROWS.name();
    private static final int ROWS = 60;

    private static SinkStack stack;

    private final List<byte[]> sent = new ArrayList<>();
    private SinkService sink;

    /** What fails, and what the sink says of it. */
    enum Fault {
        CLICKHOUSE_AWAY("Connect to", "waiting,sending") {
            @Override
            void make() {
                stack.engines().clickHouse().kill();
            }

            @Override
            void mend() {
                stack.engines().clickHouse().restart();
            }
        },
        WRONG_PASSWORD("refuses user 'sink'", "halted,waiting,sending") {
            @Override
            void make() {
                restartWithUser("changed", "SELECT, INSERT");
            }

            @Override
            void mend() {
                restartWithUser("secret", "SELECT, INSERT");
            }
        },
        GRANT_DROPPED("Not enough privileges", "halted") {
            @Override
            void make() {
                restartWithUser("secret", "SELECT");
            }

            @Override
            void mend() {
                restartWithUser("secret", "SELECT, INSERT");
            }
        },
        TABLE_MISSING("does not exist", "halted") {
            @Override
            void make() {
                stack.query("RENAME TABLE " + TABLE + " TO watchllm.put_away");
            }

            @Override
            void mend() {
                stack.query("RENAME TABLE watchllm.put_away TO " + TABLE);
            }
        };

        private final String says;
        private final String states;

        Fault(String says, String states) {
            this.says = says;
            this.states = states;
        }

        abstract void make();

        abstract void mend();
    }

    @BeforeAll
    static void startEngines() {
        stack = SinkStack.shared();
        restartWithUser("secret", "SELECT, INSERT");
    }

    /** Gives the sink a user of its own; the embedded engine takes users from files alone, when it starts. */
    private static void restartWithUser(String password, String rights) {
        var clickHouse = stack.engines().clickHouse();
        var users = """
                <clickhouse><users><sink>
                  <password>%s</password>
                  <networks><ip>127.0.0.1</ip></networks>
                  <profile>default</profile>
                  <quota>default</quota>
                  <grants><query>GRANT %s ON *.*</query></grants>
                </sink></users></clickhouse>
                """.formatted(password, rights);
        try {
            Files.writeString(clickHouse.folder().resolve("config/users.d/sink.xml"), users);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        clickHouse.restart();
    }

    @BeforeEach
    void start() {
        stack.query("TRUNCATE TABLE " + TABLE);
        sink = stack.start(stack.settings(
                "WATCHLLM_SINK_TABLES", "agent_steps",
                "WATCHLLM_CLICKHOUSE_USER", "sink",
                "WATCHLLM_CLICKHOUSE_PASSWORD", "secret",
                "WATCHLLM_SINK_FLUSH_INTERVAL", "20ms",
                "WATCHLLM_SINK_RETRY_UNREADY_ATTEMPTS", "2",
                "WATCHLLM_SINK_RETRY_BACKOFF_MAX", "500ms",
                "WATCHLLM_SINK_FAULT_INTERVAL", "300ms"));
        awaitReady(true, "");
    }

    @AfterEach
    void stop() {
        sink.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellTheTruthAndLoseNothing(Fault fault) {
        // Given
        send(1);
        awaitAllRows();

        // When
        fault.make();
        send(2);

        // Then
        awaitReady(false, fault.says);
        await().atMost(SinkStack.DEADLINE)
                .untilAsserted(() -> assertThat(partitions()).anySatisfy(partition -> {
                    assertThat(partition.path("state").asText()).isIn(List.of(fault.states.split(",")));
                    assertThat(partition.path("lag_records").asLong()).isPositive();
                    assertThat(partition.path("lag_s").asDouble()).isPositive();
                    assertThat(partition.path("open").isObject()).isTrue();
                    assertThat(partition.path("last_error").path("message").asText())
                            .contains(fault.says);
                }));
        assertThat(sink.health().live().up()).isTrue();

        fault.mend();
        awaitAllRows();
        awaitReady(true, "0 records to land");
        assertThat(partitions())
                .allSatisfy(partition ->
                        assertThat(partition.path("state").asText()).isEqualTo("idle"));
    }

    @Test
    void shouldSayThatKafkaIsAway() {
        send(1);
        awaitAllRows();

        stack.engines().kafka().kill();
        awaitReady(false, "Kafka does not answer");

        stack.engines().kafka().restart();
        send(2);
        awaitAllRows();
        awaitReady(true, "0 records to land");
    }

    @Test
    void shouldSayThatTheRegistryIsAway() {
        stack.engines().schemaRegistry().kill();
        send(1);

        awaitReady(false, "the Schema Registry does not answer");
        assertThat(partitions())
                .anySatisfy(partition ->
                        assertThat(partition.path("state").asText()).isEqualTo("blocked"));

        stack.engines().schemaRegistry().restart();
        awaitAllRows();
        awaitReady(true, "0 records to land");
    }

    @Test
    void shouldGoOnWithoutAColumnAndNameIt() {
        stack.query("ALTER TABLE " + TABLE + " DROP COLUMN reasoning");

        send(1);

        awaitAllRows();
        awaitReady(true, "0 records to land");
        assertThat(partitions())
                .anySatisfy(partition -> assertThat(
                                partition.path("last_error").path("message").asText())
                        .contains("reasoning"));
        stack.query("ALTER TABLE " + TABLE + " ADD COLUMN reasoning Nullable(String)");
    }

    private void send(long seed) {
        var values = WireRows.wire(stack.schemaId(TOPIC), WireRows.rows(AgentStepRow.getClassSchema(), seed, ROWS));
        stack.send(TOPIC, values);
        sent.addAll(values);
    }

    private void awaitReady(boolean up, String says) {
        await().atMost(SinkStack.DEADLINE).untilAsserted(() -> {
            var ready = sink.health().ready();
            assertThat(ready.up()).as(ready.detail()).isEqualTo(up);
            assertThat(ready.detail()).contains(says);
        });
    }

    private void awaitAllRows() {
        await().atMost(SinkStack.DEADLINE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(stack.counts("agent_steps")).isEqualTo(sent.size() + "\t" + sent.size()));
    }

    private Iterable<JsonNode> partitions() {
        try {
            return MAPPER.readTree(sink.pages().getFirst().body().get())
                    .path("tables")
                    .path(0)
                    .path("partitions");
        } catch (IOException malformed) {
            throw new AssertionError(malformed);
        }
    }
}
