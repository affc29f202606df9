package io.watchllm.processor;

import io.watchllm.processor.consume.WriterSchemas;
import io.watchllm.processor.core.Limits;
import io.watchllm.processor.core.privacy.EventRedaction;
import io.watchllm.processor.core.privacy.LetterRedaction;
import io.watchllm.processor.core.privacy.PrivacyRules;
import io.watchllm.processor.stage.DecodeStage;
import io.watchllm.processor.stage.Flow;
import io.watchllm.processor.stage.LetterPrivacy;
import io.watchllm.processor.stage.Nodes;
import io.watchllm.processor.stage.ProcessorMetrics;
import io.watchllm.processor.stage.RedactStage;
import io.watchllm.processor.stage.RefuseStage;
import io.watchllm.processor.stage.RowSchemaIds;
import io.watchllm.processor.stage.SplitStage;
import io.watchllm.processor.stage.ValidateStage;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.Topics;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Record;

/** What flows where. The same topology runs in tests and in production. */
public final class ProcessorTopology {

    /** Topics that it reads or writes. */
    public static final List<Topic> TOPICS = List.of(
            Topics.EVENTS, Topics.EVENT_ROWS, Topics.TOOL_CALL_ROWS, Topics.AGENT_STEP_ROWS, Topics.DEAD_LETTERS);

    private ProcessorTopology() {}

    /**
     * What the stages work with.
     *
     * @param schemas schemas that records were written with
     * @param ids schemas that rows are written with
     * @param clock time of the dead letters, and the latest that an arrival can be
     * @param privacy what is redacted; without rules there is no stage for it
     */
    public record Parts(
            WriterSchemas schemas,
            RowSchemaIds ids,
            Limits limits,
            InstantSource clock,
            ProcessorMetrics metrics,
            PrivacyRules privacy) {}

    /**
     * The stages in a row; one that comes in between is named as the child of the one before it. Holds no client and
     * starts nothing.
     */
    public static Topology build(Parts parts) {
        var topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(),
                Nodes.EVENTS,
                new ArrivalTime(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Topics.EVENTS.name());
        topology.addProcessor(Nodes.DECODE, () -> new DecodeStage(parts.schemas()), Nodes.EVENTS);
        boolean redacts = !parts.privacy().isEmpty();
        topology.addProcessor(
                Nodes.VALIDATE,
                () -> new ValidateStage(
                        parts.limits(), parts.clock(), parts.metrics(), redacts ? Nodes.REDACT : Nodes.SPLIT),
                Nodes.DECODE);
        if (redacts) {
            var redaction = new EventRedaction(parts.privacy());
            topology.addProcessor(Nodes.REDACT, () -> new RedactStage(redaction, parts.metrics()), Nodes.VALIDATE);
        }
        topology.addProcessor(
                Nodes.SPLIT,
                () -> new SplitStage(parts.limits(), parts.ids(), parts.metrics()),
                redacts ? Nodes.REDACT : Nodes.VALIDATE);
        var privacy = letterPrivacy(parts);
        topology.addProcessor(
                Nodes.REFUSE,
                () -> new RefuseStage(parts.clock(), parts.metrics(), privacy),
                Nodes.DECODE,
                Nodes.VALIDATE,
                Nodes.SPLIT);
        addSink(topology, Nodes.EVENT_ROWS, Topics.EVENT_ROWS, Nodes.SPLIT);
        addSink(topology, Nodes.TOOL_CALL_ROWS, Topics.TOOL_CALL_ROWS, Nodes.SPLIT);
        addSink(topology, Nodes.AGENT_STEP_ROWS, Topics.AGENT_STEP_ROWS, Nodes.SPLIT);
        addSink(topology, Nodes.DEAD_LETTERS, Topics.DEAD_LETTERS, Nodes.REFUSE);
        return topology;
    }

    private static UnaryOperator<Record<byte[], Flow.Refused>> letterPrivacy(Parts parts) {
        return parts.privacy().isEmpty()
                ? UnaryOperator.identity()
                : new LetterPrivacy(new LetterRedaction(parts.privacy()), parts.schemas(), parts.metrics());
    }

    private static void addSink(Topology topology, String node, Topic topic, String parent) {
        topology.addSink(node, topic.name(), new ByteArraySerializer(), new ByteArraySerializer(), parent);
    }
}
