package io.watchllm.processor;

import io.watchllm.privacy.DeadLetterRedaction;
import io.watchllm.privacy.EventRedaction;
import io.watchllm.processor.prices.PriceTable;
import io.watchllm.processor.rules.RuleSource;
import io.watchllm.processor.rules.RuleTable;
import io.watchllm.processor.stage.AlertStage;
import io.watchllm.processor.stage.DeadLetterPrivacy;
import io.watchllm.processor.stage.DecodeStage;
import io.watchllm.processor.stage.DeduplicateStage;
import io.watchllm.processor.stage.EvaluateStage;
import io.watchllm.processor.stage.Flow;
import io.watchllm.processor.stage.Nodes;
import io.watchllm.processor.stage.PriceStage;
import io.watchllm.processor.stage.ProcessorMetrics;
import io.watchllm.processor.stage.RedactStage;
import io.watchllm.processor.stage.RefuseStage;
import io.watchllm.processor.stage.RowSchemaIds;
import io.watchllm.processor.stage.SplitStage;
import io.watchllm.processor.stage.ValidateStage;
import io.watchllm.processor.stage.WakeUpStage;
import io.watchllm.processor.state.AlertStateStore;
import io.watchllm.processor.state.CommitHook;
import io.watchllm.processor.state.EventCountsStore;
import io.watchllm.processor.state.GlobalTableFeed;
import io.watchllm.processor.state.SeenIdsRegistry;
import io.watchllm.processor.state.SeenIdsStore;
import io.watchllm.processor.timer.WakeUps;
import io.watchllm.processor.write.Output;
import io.watchllm.schemas.EventCountKey;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.registry.WriterSchemas;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Record;

/** The topology of the processor: its stages, state stores and topics. Tests and production use the same one. */
public final class ProcessorTopology {

    /** Topics that the topology reads or writes. */
    public static final List<Topic> TOPICS = List.of(
            Topics.EVENTS,
            Topics.MODEL_PRICES,
            Topics.ALERT_RULES,
            Topics.ALERT_PANES,
            Topics.ALERT_WAKE_UPS,
            Topics.ALERTS,
            Topics.EVENT_ROWS,
            Topics.TOOL_CALL_ROWS,
            Topics.AGENT_STEP_ROWS,
            Topics.DEAD_LETTERS);

    private ProcessorTopology() {}

    /**
     * What the stages depend on.
     *
     * @param schemas writer schemas of incoming records
     * @param ids registry ids of the row schemas
     * @param stages settings of the stages
     * @param board registry of the id stores
     * @param wakeUps wakes tasks that wait for time to pass
     * @param clock time of dead letters, and upper bound of arrival times
     */
    public record Parts(
            WriterSchemas schemas,
            RowSchemaIds ids,
            ProcessorSettings.Stages stages,
            SeenIdsRegistry board,
            WakeUps wakeUps,
            InstantSource clock,
            ProcessorMetrics metrics) {}

    /**
     * Builds the chain of stages; an optional stage becomes the child of the one before it. Creates no clients and
     * starts nothing.
     */
    public static Topology build(Parts parts) {
        var topology = new Topology();
        var stages = parts.stages();
        topology.addSource(
                AutoOffsetReset.earliest(),
                Nodes.EVENTS,
                new ArrivalTime(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Topics.EVENTS.name());
        topology.addProcessor(Nodes.DECODE, () -> new DecodeStage(parts.schemas()), Nodes.EVENTS);
        boolean redacts = !stages.privacy().isEmpty();
        topology.addProcessor(
                Nodes.VALIDATE,
                () -> new ValidateStage(
                        stages.limits(), parts.clock(), parts.metrics(), redacts ? Nodes.REDACT : Nodes.PRICE),
                Nodes.DECODE);
        if (redacts) {
            var redaction = new EventRedaction(stages.privacy());
            topology.addProcessor(Nodes.REDACT, () -> new RedactStage(redaction, parts.metrics()), Nodes.VALIDATE);
        }
        addPrices(topology, parts, redacts ? Nodes.REDACT : Nodes.VALIDATE);
        topology.addProcessor(
                Nodes.SPLIT,
                () -> new SplitStage(stages.limits(), stages.deduplication().window(), parts.ids(), parts.metrics()),
                Nodes.PRICE);
        addEnds(topology, parts);
        return topology;
    }

    /** Adds the last stages, which have state and write to topics. */
    private static void addEnds(Topology topology, Parts parts) {
        boolean alerts = parts.stages().alerts().source() != RuleSource.NONE;
        topology.addProcessor(
                Nodes.DEDUPLICATE,
                () -> new DeduplicateStage(parts.clock(), parts.metrics(), alerts ? Nodes.ALERT : null),
                Nodes.SPLIT);
        var privacy = deadLetterPrivacy(parts);
        topology.addProcessor(
                Nodes.REFUSE,
                () -> new RefuseStage(parts.clock(), parts.metrics(), privacy),
                Nodes.DECODE,
                Nodes.VALIDATE,
                Nodes.SPLIT,
                Nodes.DEDUPLICATE);
        addSink(topology, Output.EVENT_ROWS, Nodes.DEDUPLICATE);
        addSink(topology, Output.TOOL_CALL_ROWS, Nodes.DEDUPLICATE);
        addSink(topology, Output.AGENT_STEP_ROWS, Nodes.DEDUPLICATE);
        var deduplication = parts.stages().deduplication();
        topology.addStateStore(
                SeenIdsStore.builder(deduplication.window(), deduplication.idsMax(), parts.board()), Nodes.DEDUPLICATE);
        topology.addStateStore(EventCountsStore.builder(EventCountKey.EVENTS_STORE), Nodes.DEDUPLICATE, Nodes.REFUSE);
        topology.addStateStore(CommitHook.builder(CommitHook.EVENTS), Nodes.DEDUPLICATE, Nodes.REFUSE);
        if (alerts) {
            addAlerts(topology, parts);
            addSink(topology, Output.DEAD_LETTERS, Nodes.REFUSE, Nodes.ALERT);
        } else {
            addSink(topology, Output.DEAD_LETTERS, Nodes.REFUSE);
        }
    }

    /** Adds both alert stages and the global store of their rules, which every process loads before its first event. */
    private static void addAlerts(Topology topology, Parts parts) {
        var settings = parts.stages().alerts();
        var sizes = parts.stages().limits().sizes();
        var metrics = parts.metrics().alerts();
        topology.addGlobalStore(
                RuleTable.builder(parts.schemas(), settings.source(), metrics.rules(), parts.wakeUps()::wakeAll),
                Nodes.ALERT_RULES,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Topics.ALERT_RULES.name(),
                Nodes.RULE_FEED,
                () -> new GlobalTableFeed(RuleTable.NAME));
        topology.addProcessor(
                Nodes.ALERT,
                () -> new AlertStage(settings.groupsMax(), sizes, parts.ids(), metrics, parts.wakeUps(), parts.clock()),
                Nodes.DEDUPLICATE);
        topology.connectProcessorAndStateStores(Nodes.ALERT, EventCountKey.EVENTS_STORE, CommitHook.EVENTS);
        topology.addStateStore(AlertStateStore.builder(AlertStateStore.RUNS), Nodes.ALERT);
        addWakeUps(topology);
        addSink(topology, Output.ALERT_PANES, Nodes.ALERT);
        addSink(topology, Output.ALERT_ROWS, Nodes.ALERT);
        addSink(topology, Output.ALERTS, Nodes.ALERT);
        topology.addSource(
                AutoOffsetReset.earliest(),
                Nodes.PANES_TOPIC,
                null,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Topics.ALERT_PANES.name());
        topology.addProcessor(
                Nodes.EVALUATE,
                () -> new EvaluateStage(settings.groupsMax(), sizes, parts.ids(), metrics, parts.wakeUps()),
                Nodes.PANES_TOPIC);
        topology.addStateStore(AlertStateStore.builder(AlertStateStore.GROUPS), Nodes.EVALUATE);
        topology.addStateStore(EventCountsStore.builder(EventCountKey.ALERTS_STORE), Nodes.EVALUATE);
        topology.addStateStore(CommitHook.builder(CommitHook.PANES), Nodes.EVALUATE);
        addSink(topology, Output.EVALUATED_ROWS, Nodes.EVALUATE);
        addSink(topology, Output.EVALUATED_ALERTS, Nodes.EVALUATE);
        addSink(topology, Output.EVALUATED_DEAD_LETTERS, Nodes.EVALUATE);
    }

    /**
     * Adds wake-ups as a second input of the tasks that read events; tasks that read pane parts are woken on their own
     * topic.
     */
    private static void addWakeUps(Topology topology) {
        topology.addSource(
                AutoOffsetReset.latest(),
                Nodes.WAKE_UPS,
                null,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Topics.ALERT_WAKE_UPS.name());
        topology.addProcessor(Nodes.WAKE_UP, WakeUpStage::new, Nodes.WAKE_UPS);
        // A shared store puts both inputs into one subtopology.
        topology.connectProcessorAndStateStores(Nodes.WAKE_UP, CommitHook.EVENTS);
    }

    /** Adds the pricing stage and the global store of prices, which every process loads before its first event. */
    private static void addPrices(Topology topology, Parts parts, String parent) {
        topology.addGlobalStore(
                PriceTable.builder(parts.schemas(), parts.metrics().prices()),
                Nodes.MODEL_PRICES,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Topics.MODEL_PRICES.name(),
                Nodes.PRICE_FEED,
                () -> new GlobalTableFeed(PriceTable.NAME));
        topology.addProcessor(
                Nodes.PRICE,
                () -> new PriceStage(parts.stages().prefer(), parts.metrics().prices()),
                parent);
    }

    private static UnaryOperator<Record<byte[], Flow.Refused>> deadLetterPrivacy(Parts parts) {
        return parts.stages().privacy().isEmpty()
                ? UnaryOperator.identity()
                : new DeadLetterPrivacy(
                        new DeadLetterRedaction(parts.stages().privacy()), parts.schemas(), parts.metrics());
    }

    private static void addSink(Topology topology, Output output, String... parents) {
        topology.addSink(
                output.node(), output.topic().name(), new ByteArraySerializer(), new ByteArraySerializer(), parents);
    }
}
