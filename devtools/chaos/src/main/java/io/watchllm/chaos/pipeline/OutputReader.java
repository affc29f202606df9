package io.watchllm.chaos.pipeline;

import io.watchllm.schemas.Topic;
import io.watchllm.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the oracle needs of one topic's records, with the schema of the topic. Not for several threads at once.
 */
final class OutputReader {
    private static final int HEADER_BYTES = 5;
    private static final String FIRING = "firing";

    private final GenericDatumReader<GenericRecord> reader;
    private final Function<GenericRecord, Output> view;
    private @Nullable BinaryDecoder decoder;

    /**
     * A record of an output topic.
     *
     * @param firing whether it is about an alert that fires
     * @param rule the rule of the alert, or nothing
     * @param text a text of the event, or nothing
     */
    record Output(String eventId, String projectId, String runId, boolean firing, String rule, String text) {
        /** Whether it is about an alert. */
        boolean alert() {
            return !rule.isEmpty();
        }
    }

    private OutputReader(Topic topic, Function<GenericRecord, Output> view, String... fields) {
        var written = Objects.requireNonNull(topic.valueSchema());
        var wanted = Schema.createRecord(
                written.getName(),
                written.getDoc(),
                written.getNamespace(),
                false,
                Arrays.stream(fields)
                        .map(name -> new Schema.Field(
                                written.getField(name), written.getField(name).schema()))
                        .toList());
        reader = new GenericDatumReader<>(written, wanted);
        this.view = view;
    }

    /** Reads rows of the table events. */
    static OutputReader rows() {
        return new OutputReader(
                Topics.EVENT_ROWS,
                row -> output(row, row.get("alert_rule_id"), row.get("alert_state"), row.get("prompt")),
                "event_id",
                "project_id",
                "run_id",
                "prompt",
                "alert_rule_id",
                "alert_state");
    }

    /** Reads rows of the table agent_steps. */
    static OutputReader steps() {
        return new OutputReader(
                Topics.AGENT_STEP_ROWS, row -> output(row, null, null, null), "event_id", "project_id", "run_id");
    }

    /** Reads alerts. */
    static OutputReader alerts() {
        return new OutputReader(
                Topics.ALERTS,
                alert -> {
                    var detail = (GenericRecord) alert.get("alert");
                    return output(alert, detail.get("alert_rule_id"), detail.get("alert_state"), null);
                },
                "event_id",
                "project_id",
                "run_id",
                "alert");
    }

    private static Output output(
            GenericRecord of, @Nullable Object rule, @Nullable Object state, @Nullable Object text) {
        return new Output(
                String.valueOf(of.get("event_id")),
                String.valueOf(of.get("project_id")),
                String.valueOf(of.get("run_id")),
                FIRING.equals(String.valueOf(state)),
                text(rule),
                text(text));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    /** The record in the wire format of the registry's clients. */
    Output read(byte[] value) {
        decoder = DecoderFactory.get().binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, decoder);
        try {
            return view.apply(reader.read(null, decoder));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
