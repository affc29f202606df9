package io.watchllm.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.rows.AgentStepRow;
import io.watchllm.rows.EventRow;
import io.watchllm.rows.ToolCallRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaRulesTest {

    private static final String SNAKE_CASE = "[a-z][a-z0-9]*(_[a-z0-9]+)*";

    private static final List<String> TOOL_CALLS = words("""
            event_id call_index project_id run_id timestamp tool_name tool_id agent_name tool_input tool_output args_hash
            latency_ms status error_message error_type error_code""");

    private static final List<String> AGENT_STEPS = words("""
            event_id project_id run_id timestamp step_number step_name step_type agent_name input_data output_data
            reasoning context latency_ms status error_message error_type""");

    private static final List<String> EVENTS = words("""
            event_id project_id run_id timestamp event_type user_id tags release env
            client_hostname client_sdk_version client_platform trace_id span_id parent_span_id session_id
            prompt prompt_template_id provider model model_version
            tokens_input tokens_output tokens_cache_read tokens_cache_write tokens_reasoning
            cost_estimate_usd cost_source price_version response response_metadata ttft_ms latency_ms status
            error_message error_type error_code error_stack error_context
            step_number step_name step_type step_input_data step_output_data step_reasoning step_context agent_name
            tool_name tool_id
            assertion_name assertion_type assertion_expected assertion_actual assertion_severity
            hallucination_detection_method hallucination_confidence_score hallucination_flagged_content
            hallucination_ground_truth hallucination_recommendations
            alert_type alert_threshold alert_actual_value alert_window_minutes alert_affected_models
            context""");

    static Stream<Schema> types() {
        return Topics.ALL.stream()
                .map(Topic::valueSchema)
                .filter(Objects::nonNull)
                .flatMap(schema -> SchemaWalk.namedTypes(schema).stream())
                .distinct();
    }

    static Stream<Field> fields() {
        return types().filter(type -> type.getType() == Schema.Type.RECORD).flatMap(type -> type.getFields().stream());
    }

    @Test
    void shouldReachEveryFileFromSomeTopic() throws IOException {
        try (var files = Files.list(Path.of("src", "main", "avro"))) {
            var names = files.map(file -> file.getFileName().toString().replace(".avsc", ""))
                    .toList();

            assertThat(types().map(Schema::getName)).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldExplainEveryType(Schema type) {
        assertThat(type.getDoc()).as(type.getFullName()).isNotBlank().endsWith(".");
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldReadNewerSymbolsAsUnknown(Schema type) {
        if (type.getType() == Schema.Type.ENUM) {
            assertThat(type.getEnumDefault()).as(type.getFullName()).isEqualTo("unknown");
            assertThat(type.getEnumSymbols()).endsWith("unknown").allMatch(symbol -> symbol.matches(SNAKE_CASE));
        }
    }

    @Test
    void shouldExplainEveryFieldAndNameItInSnakeCase() {
        assertThat(fields()).isNotEmpty().allSatisfy(field -> {
            assertThat(field.doc()).as(field.name()).isNotBlank().endsWith(".");
            assertThat(field.name()).matches(SNAKE_CASE);
        });
    }

    @Test
    void shouldGiveEveryOptionalFieldTheDefaultNull() {
        assertThat(fields().filter(field -> field.schema().isNullable()))
                .isNotEmpty()
                .allSatisfy(field -> {
                    assertThat(field.schema().getTypes().get(0).getType())
                            .as(field.name())
                            .isEqualTo(Schema.Type.NULL);
                    assertThat(field.hasDefaultValue()).as(field.name()).isTrue();
                });
    }

    @Test
    void shouldNameRowFieldsAsTheColumns() {
        assertThat(names(ToolCallRow.getClassSchema())).containsExactlyElementsOf(TOOL_CALLS);
        assertThat(names(AgentStepRow.getClassSchema())).containsExactlyElementsOf(AGENT_STEPS);
        assertThat(names(EventRow.getClassSchema())).containsAll(EVENTS);
        assertThat(names(EventRow.getClassSchema()))
                .filteredOn(name -> !EVENTS.contains(name))
                .allMatch(name -> name.startsWith("alert_") || name.equals("flags"));
    }

    private static List<String> names(Schema record) {
        return record.getFields().stream().map(Field::name).toList();
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }
}
