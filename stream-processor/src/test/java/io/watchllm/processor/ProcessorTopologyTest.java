package io.watchllm.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.Event;
import io.watchllm.pricing.PricePreference;
import io.watchllm.privacy.PrivacyRules;
import io.watchllm.processor.rules.RuleSource;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.WireFormat;
import io.watchllm.teststack.Samples;
import io.watchllm.validation.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ProcessorTopologyTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @Test
    void shouldBeWiredAsTheGoldenFileSays() throws IOException {
        try (var run = new TopologyRun()) {
            assertGolden("topology.txt", run.description().toString());
        }
    }

    @Test
    void shouldHaveNoNodesOfAlertsWithoutAlerts() throws IOException {
        var stages = new ProcessorSettings.Stages(
                TopologyRun.LIMITS,
                TopologyRun.DEDUPLICATION,
                PricePreference.CLIENT,
                PrivacyRules.NONE,
                new ProcessorSettings.Alerts(RuleSource.NONE, 1_000));
        try (var run = new TopologyRun(stages)) {
            assertGolden("topology-without-alerts.txt", run.description().toString());
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldMakeTheRowsOfTheGoldenFileWhenAnEventComes() {
        return Samples.all().entrySet().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.getKey(), () -> {
                    try (var run = new TopologyRun().send(sample.getValue())) {
                        var text = new StringBuilder();
                        append(text, "events", run.events());
                        append(text, "tool_calls", run.toolCalls());
                        append(text, "agent_steps", run.agentSteps());

                        assertThat(run.deadLetters()).isEmpty();
                        assertGolden(sample.getKey() + ".rows.txt", text.toString());
                    }
                }));
    }

    @Test
    void shouldKeyRowsByProjectAndRunWhateverTheKeyOfTheEventWas() {
        var event = Samples.event(Samples.promptCall().build());
        try (var run = new TopologyRun().send(null, WireFormat.encode(TopologyRun.EVENT_SCHEMA, event))) {
            assertThat(run.records(Topics.EVENT_ROWS))
                    .singleElement()
                    .satisfies(
                            record -> assertThat(record.key()).asString(UTF_8).isEqualTo("project-1|run-1"));
            assertThat(run.records(Topics.TOOL_CALL_ROWS))
                    .hasSize(2)
                    .allSatisfy(
                            record -> assertThat(record.key()).asString(UTF_8).isEqualTo("project-1|run-1"));
        }
    }

    @Test
    void shouldCountWhatItDid() {
        try (var run = new TopologyRun()
                .send(Samples.event(Samples.promptCall().build()))
                .send(Samples.envelope()
                        .setEventId("event-2")
                        .setPayload(Samples.agentStep())
                        .build())
                .send(null, "{}".getBytes(UTF_8))) {
            assertThat(run.count("watchllm.processor.events.accepted")).isEqualTo(2);
            assertThat(run.count("watchllm.processor.rows", "table", "events")).isEqualTo(2);
            assertThat(run.count("watchllm.processor.rows", "table", "tool_calls"))
                    .isEqualTo(2);
            assertThat(run.count("watchllm.processor.rows", "table", "agent_steps"))
                    .isEqualTo(1);
            assertThat(run.count("watchllm.processor.records.rejected", "reason", "not_wire_format"))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldCountByProjectWhatWasRefusedAndWhatIsOdd() {
        var odd = Samples.promptCall().setTokensInput(0).build();
        try (var run = new TopologyRun()
                .send(Samples.event(odd))
                .send(Samples.envelope().setEventId("").setPayload(odd).build())
                .send("project-2|run|1".getBytes(UTF_8), "{}".getBytes(UTF_8))
                .send("no key of ours".getBytes(UTF_8), null)) {
            assertThat(run.count("watchllm.processor.events.flagged", "flag", "zero_tokens", "project", "project-1"))
                    .isEqualTo(1);
            assertThat(run.count("watchllm.processor.records.rejected", "reason", "empty_id", "project", "project-1"))
                    .isEqualTo(1);
            assertThat(run.count(
                            "watchllm.processor.records.rejected", "reason", "not_wire_format", "project", "project-2"))
                    .isEqualTo(1);
            assertThat(run.count("watchllm.processor.records.rejected", "reason", "not_wire_format", "project", ""))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldReadWhatAnOlderProducerWroteWhenItsSchemaLacksFields() {
        var older = new Schema.Parser().parse("""
                {"type":"record","name":"Event","namespace":"io.watchllm.events","fields":[
                 {"name":"event_id","type":"string"},{"name":"project_id","type":"string"},
                 {"name":"run_id","type":"string"},
                 {"name":"timestamp","type":{"type":"long","logicalType":"timestamp-millis"}},
                 {"name":"payload","type":[{"type":"record","name":"ToolCall","fields":[
                   {"name":"tool_name","type":"string"}]}]}]}""");
        var call = new GenericData.Record(
                older.getField("payload").schema().getTypes().getFirst());
        call.put("tool_name", "search");
        var event = new GenericData.Record(older);
        event.put("event_id", "e");
        event.put("project_id", "p");
        event.put("run_id", "r");
        event.put("timestamp", Samples.TIME.toEpochMilli());
        event.put("payload", call);
        try (var run = new TopologyRun()) {
            run.register(8, older);
            run.send(null, Bytes.generic(8, event));

            assertThat(run.events()).singleElement().satisfies(row -> {
                assertThat(row.getEnv()).isEqualTo("development");
                assertThat(row.getToolName()).isEqualTo("search");
            });
        }
    }

    @Test
    void shouldCutAndFlagWhenATextIsOverTheLimit() {
        var limits = new Limits(TopologyRun.LIMITS.ahead(), TopologyRun.LIMITS.retention(), 1024);
        var event = Samples.event(Samples.promptCall()
                .setPrompt("é".repeat(513))
                .setResponse("é".repeat(512))
                .build());
        try (var run = new TopologyRun(limits).send(event)) {
            assertThat(run.events()).singleElement().satisfies(row -> {
                assertThat(row.getPrompt()).isEqualTo("é".repeat(512));
                assertThat(row.getResponse()).isEqualTo("é".repeat(512));
                assertThat(row.getFlags()).containsExactly("arrived_late", "prompt_truncated");
            });
        }
    }

    private static void append(StringBuilder text, String table, List<? extends SpecificRecord> rows) {
        for (var row : rows) {
            text.append(table).append('\n');
            for (var field : row.getSchema().getFields()) {
                var value = row.get(field.pos());
                if (value != null) {
                    text.append("  ")
                            .append(field.name())
                            .append(" = ")
                            .append(value)
                            .append('\n');
                }
            }
        }
    }

    /** With -Dgolden.write=true the file is written instead; the difference then shows in the review. */
    private static void assertGolden(String file, String found) throws IOException {
        var path = GOLDEN.resolve(file);
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(path, found);
        }
        assertThat(found).isEqualTo(Files.readString(path));
    }

    @Test
    void shouldNeverPromiseMoreThanEventsHave() {
        assertThat(Samples.all())
                .hasSize(Event.getClassSchema()
                        .getField("payload")
                        .schema()
                        .getTypes()
                        .size());
    }
}
