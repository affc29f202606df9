package io.watchllm.processor;

import io.watchllm.processor.consume.WriterSchemas;
import io.watchllm.processor.core.Limits;
import io.watchllm.processor.core.price.PricePreference;
import io.watchllm.processor.prices.PriceBookBuilder;
import io.watchllm.processor.prices.PriceFeed;
import io.watchllm.processor.stage.DecodeStage;
import io.watchllm.processor.stage.Nodes;
import io.watchllm.processor.stage.PriceStage;
import io.watchllm.processor.stage.ProcessorMetrics;
import io.watchllm.processor.stage.RefuseStage;
import io.watchllm.processor.stage.RowSchemaIds;
import io.watchllm.processor.stage.SplitStage;
import io.watchllm.processor.stage.ValidateStage;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.Topics;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/** What flows where. The same topology runs in tests and in production. */
public final class ProcessorTopology {

    /** Topics that it reads or writes. */
    public static final List<Topic> TOPICS = List.of(
            Topics.EVENTS,
            Topics.MODEL_PRICES,
            Topics.EVENT_ROWS,
            Topics.TOOL_CALL_ROWS,
            Topics.AGENT_STEP_ROWS,
            Topics.DEAD_LETTERS);

    private ProcessorTopology() {}

    /**
     * What the stages work with.
     *
     * @param schemas schemas that records were written with
     * @param ids schemas that rows are written with
     * @param clock time of the dead letters, and the latest that an arrival can be
     * @param prefer whose cost stands in the rows
     */
    public record Parts(
            WriterSchemas schemas,
            RowSchemaIds ids,
            Limits limits,
            InstantSource clock,
            ProcessorMetrics metrics,
            PricePreference prefer) {}

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
        topology.addProcessor(
                Nodes.VALIDATE, () -> new ValidateStage(parts.limits(), parts.clock(), parts.metrics()), Nodes.DECODE);
        addPrices(topology, parts, Nodes.VALIDATE);
        topology.addProcessor(
                Nodes.SPLIT, () -> new SplitStage(parts.limits(), parts.ids(), parts.metrics()), Nodes.PRICE);
        topology.addProcessor(
                Nodes.REFUSE,
                () -> new RefuseStage(parts.clock(), parts.metrics()),
                Nodes.DECODE,
                Nodes.VALIDATE,
                Nodes.SPLIT);
        addSink(topology, Nodes.EVENT_ROWS, Topics.EVENT_ROWS, Nodes.SPLIT);
        addSink(topology, Nodes.TOOL_CALL_ROWS, Topics.TOOL_CALL_ROWS, Nodes.SPLIT);
        addSink(topology, Nodes.AGENT_STEP_ROWS, Topics.AGENT_STEP_ROWS, Nodes.SPLIT);
        addSink(topology, Nodes.DEAD_LETTERS, Topics.DEAD_LETTERS, Nodes.REFUSE);
        return topology;
    }

    /** The stage that prices, and what feeds its prices: every process has all of them before its first event. */
    private static void addPrices(Topology topology, Parts parts, String parent) {
        topology.addGlobalStore(
                new PriceBookBuilder(parts.schemas(), parts.metrics().prices()),
                Nodes.MODEL_PRICES,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Topics.MODEL_PRICES.name(),
                Nodes.PRICE_FEED,
                PriceFeed::new);
        topology.addProcessor(
                Nodes.PRICE,
                () -> new PriceStage(parts.prefer(), parts.metrics().prices()),
                parent);
    }

    private static void addSink(Topology topology, String node, Topic topic, String parent) {
        topology.addSink(node, topic.name(), new ByteArraySerializer(), new ByteArraySerializer(), parent);
    }
}
