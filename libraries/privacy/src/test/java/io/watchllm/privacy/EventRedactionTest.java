package io.watchllm.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.Event;
import io.watchllm.schemas.WireFormat;
import io.watchllm.teststack.RandomEvents;
import io.watchllm.teststack.Samples;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class EventRedactionTest {

    /** Ids that join rows, and names that rows are grouped by; never redacted. */
    private static final Set<String> AS_THEY_ARE = Set.of(
            "Event.event_id",
            "Event.project_id",
            "Event.run_id",
            "Event.release",
            "Event.env",
            "Event.trace_id",
            "Event.span_id",
            "Event.parent_span_id",
            "Client.sdk_version",
            "Client.platform",
            "PromptCall.model",
            "PromptCall.model_version",
            "PromptCall.prompt_template_id",
            "PromptCall.provider",
            "NestedToolCall.tool_name",
            "NestedToolCall.tool_id",
            "ToolCall.tool_name",
            "ToolCall.tool_id",
            "ToolCall.agent_name",
            "AgentStep.agent_name",
            "AssertionFailed.assertion_name",
            "AlertDetail.affected_models",
            "AlertDetail.alert_rule_id",
            "AlertDetail.alert_trigger_run_id",
            "AlertDetail.alert_trigger_event_id");

    @Test
    void shouldKnowEachTextOfAnEvent() {
        var unknown = new HashSet<String>();
        collect(Event.getClassSchema(), new HashSet<>(), unknown);

        assertThat(unknown)
                .as("texts of an event that PrivacyField does not know: may they hold what is private?")
                .isEmpty();
    }

    private static void collect(Schema record, Set<String> seen, Set<String> unknown) {
        for (var field : record.getFields()) {
            var name = record.getName() + "." + field.name();
            for (var type : types(field.schema())) {
                boolean known = PrivacyField.of(record, field.name()) != null || AS_THEY_ARE.contains(name);
                if (type.getType() == Schema.Type.STRING && !known) {
                    unknown.add(name);
                }
                if (type.getType() == Schema.Type.RECORD && seen.add(type.getFullName())) {
                    collect(type, seen, unknown);
                }
            }
        }
    }

    private static List<Schema> types(Schema schema) {
        return switch (schema.getType()) {
            case UNION ->
                schema.getTypes().stream().flatMap(type -> types(type).stream()).toList();
            case ARRAY -> types(schema.getElementType());
            default -> List.of(schema);
        };
    }

    @Property
    void shouldRedactEachTextOfItsFieldsAndNothingElse(@ForAll long seed) {
        var event = new RandomEvents(seed).next();
        var bytes = WireFormat.encode(1, event);
        var redaction = new EventRedaction(Rules.pattern("text-\\d+"));

        var redacted = redaction.redact(event, new Findings());

        assertThat(WireFormat.encode(1, event)).as("the event itself").isEqualTo(bytes);
        var before = RandomEvents.leaves(event);
        var after = RandomEvents.leaves(redacted);
        assertThat(after).hasSameSizeAs(before);
        for (int index = 0; index < before.size(); index++) {
            var path = before.get(index).path();
            var value = before.get(index).value();
            boolean left = KEPT.stream().anyMatch(path::endsWith) || !value.startsWith("text-");
            assertThat(after.get(index).value()).as(path).isEqualTo(left ? value : "[redacted:own]");
        }
        assertThat(redaction.redact(redacted, new Findings())).isSameAs(redacted);
    }

    /** Ids and names, by the ends of their paths, and what a rule must ask for. */
    private static final Set<String> KEPT = Set.of(
            "/event_id",
            "/project_id",
            "/run_id",
            "/release",
            "/env",
            "/trace_id",
            "/span_id",
            "/parent_span_id",
            "/sdk_version",
            "/platform",
            "/model",
            "/model_version",
            "/prompt_template_id",
            "/provider",
            "/tool_name",
            "/tool_id",
            "/agent_name",
            "/assertion_name",
            "/affected_models",
            "/alert_rule_id",
            "/alert_trigger_run_id",
            "/alert_trigger_event_id",
            "/user_id",
            "/session_id",
            "/hostname",
            "/alert_group");

    @Test
    void shouldAskForTheProjectAndTheFields() {
        var rules = Rules.of(
                "{\"name\":\"ids\",\"pattern\":\"user-1\",\"fields\":[\"user_id\"]}",
                "{\"name\":\"there\",\"pattern\":\"prompt-1\",\"projects\":[\"project-1\"]}",
                "{\"name\":\"elsewhere\",\"pattern\":\"response-1\",\"projects\":[\"project-2\"]}",
                "{\"name\":\"not-there\",\"pattern\":\"response-1\",\"except_projects\":[\"project-1\"]}");
        var call = Samples.promptCall().setPrompt("prompt-1 user-1").build();
        var findings = new Findings();

        var redacted = new EventRedaction(rules).redact(Samples.event(call), findings);

        assertThat(redacted.getUserId()).isEqualTo("[redacted:ids]");
        assertThat(redacted.getPayload())
                .asString()
                .contains("[redacted:there] user-1")
                .contains("response-1");
        assertThat(findings.counts()).containsOnlyKeys("ids", "there");
    }
}
