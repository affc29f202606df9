package io.watchllm.chaos.pipeline;

import io.watchllm.chaos.core.EventScript;
import io.watchllm.chaos.core.EventScript.Payload;
import io.watchllm.chaos.core.EventScript.Send;
import io.watchllm.schemas.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.EncoderFactory;

/** Records of a script, as a producer writes them. Not for several threads at once. */
final class EventRecords {
    /** What privacy takes out of a prompt; nothing else in a row looks like it. */
    static final String SECRET = "@chaos.example.com";

    private static final long SPAN_MILLIS = 100_000;
    private static final long AGO_MILLIS = 120_000;

    private static final long DAY_MILLIS = 86_400_000;

    /** A window of seven days is summed up by its sixtieths. */
    private static final long PANE_MILLIS = 7 * DAY_MILLIS / 60;

    private static final long YEARS_AHEAD_MILLIS = 200L * 365 * 86_400_000;

    private final EventScript script;
    private final int schemaId;
    private final long startMillis;
    private final Schema event = Objects.requireNonNull(Topics.EVENTS.valueSchema());
    private final Schema call = branch("PromptCall");
    private final Schema step = branch("AgentStep");

    /**
     * @param schemaId id that the registry gave the schema of events
     * @param startMillis time of the first event; all of them happen within {@value #SPAN_MILLIS} ms, so that none is
     *     late however the partitions interleave
     */
    EventRecords(EventScript script, int schemaId, long startMillis) {
        this.script = script;
        this.schemaId = schemaId;
        this.startMillis = startMillis;
    }

    /**
     * Time of the first event, two minutes ago: all of them lie in one day of UTC, for daily budgets, and in one pane
     * of windows of seven days.
     */
    static long start(long nowMillis) {
        var start = nowMillis - AGO_MILLIS;
        while (splits(start, DAY_MILLIS) || splits(start, PANE_MILLIS)) {
            start -= SPAN_MILLIS;
        }
        return start;
    }

    private static boolean splits(long start, long lengthMillis) {
        return Math.floorDiv(start, lengthMillis) != Math.floorDiv(start + SPAN_MILLIS, lengthMillis);
    }

    private Schema branch(String name) {
        return event.getField("payload").schema().getTypes().stream()
                .filter(schema -> schema.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static String project(int event) {
        return "p" + EventScript.project(event);
    }

    static String run(int event) {
        return "r" + EventScript.run(event);
    }

    static byte[] key(Send send) {
        return (project(send.event()) + "|" + run(send.event())).getBytes(StandardCharsets.UTF_8);
    }

    /** The value of the record. */
    byte[] value(Send send) {
        return switch (send.kind()) {
            case EVENT, REPEAT -> wire(event(send.event(), time(send.event())));
            case INVALID -> wire(event(send.event(), time(send.event()) + YEARS_AHEAD_MILLIS));
            case UNREADABLE -> {
                var whole = wire(event(send.event(), time(send.event())));
                yield Arrays.copyOf(whole, whole.length / 2);
            }
        };
    }

    private long time(int index) {
        return startMillis + index * SPAN_MILLIS / script.sends();
    }

    private GenericRecord event(int index, long time) {
        return new GenericRecordBuilder(event)
                .set("event_id", "e" + index)
                .set("project_id", project(index))
                .set("run_id", run(index))
                .set("timestamp", time)
                .set("user_id", "u" + EventScript.run(index))
                .set("env", "production")
                .set("payload", EventScript.payload(index) == Payload.CALL ? call(index) : step(index))
                .build();
    }

    private GenericRecord call(int index) {
        var cost = EventScript.costNanos(index);
        return new GenericRecordBuilder(call)
                .set("prompt", "Write to user" + index + SECRET + " that " + index + " is done.")
                .set("response", "It is done: " + "done ".repeat(index % 40))
                .set("model", cost == EventScript.NO_COST ? "model-without-a-price" : "model-" + index % 3)
                .set("tokens_input", index % 1_000)
                .set("tokens_output", index % 100)
                .set("latency_ms", index % 900)
                .set(
                        "cost_estimate_usd",
                        cost == EventScript.NO_COST
                                ? null
                                : ByteBuffer.wrap(BigInteger.valueOf(cost).toByteArray()))
                .build();
    }

    private GenericRecord step(int index) {
        var circles = EventScript.circles(index);
        return new GenericRecordBuilder(step)
                .set("step_number", index % EventScript.RUN_EVENTS)
                .set("step_name", circles ? "circle-" + index % 2 : "step-" + index)
                .set("output_data", circles ? "{\"side\": " + index % 2 + "}" : "{\"step\": " + index + "}")
                .set("agent_name", "agent")
                .build();
    }

    private byte[] wire(GenericRecord record) {
        return wire(schemaId, record);
    }

    /** Any record in the wire format of the registry's clients. */
    static byte[] wire(int schemaId, GenericRecord record) {
        var bytes = new ByteArrayOutputStream(512);
        bytes.write(0);
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(schemaId).array());
        try {
            var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new GenericDatumWriter<GenericRecord>(record.getSchema(), new GenericData()).write(record, encoder);
            encoder.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return bytes.toByteArray();
    }
}
