package io.watchllm.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.Event;
import io.watchllm.rows.EventRow;
import io.watchllm.validation.Flag;
import io.watchllm.validation.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** A topology whose every record is compared with what the {@link EventOracle} says of it. */
final class Evaluated implements AutoCloseable {

    private static final Set<String> FLAGS = Flag.all().stream().map(Flag::word).collect(Collectors.toSet());

    private final TopologyRun run = new TopologyRun();
    private final Map<Integer, Schema> schemas =
            new HashMap<>(Map.of(TopologyRun.EVENT_SCHEMA, Event.getClassSchema()));
    private final EventOracle oracle = new EventOracle(schemas);

    void register(int id, Schema schema) {
        schemas.put(id, schema);
        run.register(id, schema);
    }

    /**
     * Sends it and sees to it that it becomes exactly its rows, or exactly one dead letter with a true reason.
     *
     * @return why it was refused, or null when it was accepted
     */
    @Nullable
    String send(byte @Nullable [] value) {
        var verdict = oracle.verdict(value);
        run.send(null, value);
        var deadLetters = run.deadLetters();
        var events = run.events();
        int toolCalls = run.toolCalls().size();
        int agentSteps = run.agentSteps().size();
        if (!verdict.reasons().isEmpty()) {
            assertThat(deadLetters)
                    .as("letters; true would be %s", verdict.reasons())
                    .hasSize(1);
            var deadLetter = deadLetters.getFirst();
            assertThat(deadLetter.reason())
                    .as(deadLetter.error())
                    .isIn(verdict.reasons().stream().map(Reason::word).toList());
            assertThat(deadLetter.value()).isEqualTo(value);
            assertThat(events.size() + toolCalls + agentSteps)
                    .as("rows of what was refused")
                    .isZero();
            return deadLetter.reason();
        }
        var event = verdict.event();
        assertThat(deadLetters).as("letters of what is right").isEmpty();
        assertThat(events).hasSize(1);
        assertThat(event).isNotNull();
        if (event != null) {
            assertThat(toolCalls).isEqualTo(EventOracle.toolCalls(event));
            assertThat(agentSteps).isEqualTo(EventOracle.agentSteps(event));
            assertIdentity(events.getFirst(), event);
        }
        assertThat(FLAGS).containsAll(events.getFirst().getFlags());
        return null;
    }

    private static void assertIdentity(EventRow row, GenericRecord event) {
        assertThat(row.getEventId()).isEqualTo(event.get("event_id").toString());
        assertThat(row.getProjectId()).isEqualTo(event.get("project_id").toString());
        assertThat(row.getRunId()).isEqualTo(event.get("run_id").toString());
        assertThat(row.getTimestamp().toEpochMilli()).isEqualTo(event.get("timestamp"));
    }

    @Override
    public void close() {
        run.close();
    }
}
