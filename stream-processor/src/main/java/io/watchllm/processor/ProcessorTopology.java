package io.watchllm.processor;

import io.watchllm.privacy.DeadLetterRedaction;
import io.watchllm.processor.core.EventPipeline;
import io.watchllm.processor.core.RowSchemaIds;
import io.watchllm.processor.core.SeenIds;
import io.watchllm.processor.prices.PriceTable;
import io.watchllm.processor.rules.RuleSource;
import io.watchllm.processor.rules.RuleTable;
import io.watchllm.processor.store.AlertStateStore;
import io.watchllm.processor.store.CommitHook;
import io.watchllm.processor.store.EventCountsStore;
import io.watchllm.processor.store.GlobalTable;
import io.watchllm.processor.store.MemoryStoreBuilder;
import io.watchllm.processor.store.SeenIdsRegistry;
import io.watchllm.processor.store.SeenIdsStore;
import io.watchllm.processor.timer.WakeUps;
import io.watchllm.processor.topology.AlertTask;
import io.watchllm.processor.topology.EvaluateStage;
import io.watchllm.processor.topology.EventProcessor;
import io.watchllm.processor.topology.Nodes;
import io.watchllm.processor.topology.ProcessorMetrics;
import io.watchllm.processor.write.Output;
import io.watchllm.schemas.EventCountKey;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.registry.WriterSchemas;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** The topology of the processor: its nodes, state stores and topics. Tests and production use the same one. */
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
     * What the nodes depend on.
     *
     * @param schemas writer schemas of incoming records
     * @param ids registry ids of the row schemas
     * @param stages what becomes of an event
     * @param seenIds registry of the id stores
     * @param wakeUps wakes tasks that wait for time to pass
     * @param clock time of dead letters, and upper bound of arrival times
     */
    public record Parts(
            WriterSchemas schemas,
            RowSchemaIds ids,
            ProcessorSettings.Stages stages,
            SeenIdsRegistry seenIds,
            WakeUps wakeUps,
            InstantSource clock,
            ProcessorMetrics metrics) {}

    /** Builds the topology. Creates no clients and starts nothing. */
    public static Topology build(Parts parts) {
        var topology = new Topology();
        addSource(topology, AutoOffsetReset.earliest(), Nodes.EVENTS, Topics.EVENTS);
        var alerts = parts.stages().alerts().source() == RuleSource.NONE ? null : alerts(parts);
        var shared = shared(parts, alerts);
        topology.addProcessor(Nodes.PROCESS, () -> new EventProcessor(shared), Nodes.EVENTS);
        addGlobalTable(
                topology,
                PriceTable.builder(parts.schemas(), parts.metrics().prices()),
                Topics.MODEL_PRICES,
                Nodes.MODEL_PRICES,
                Nodes.PRICE_FEED);
        var deduplication = parts.stages().deduplication();
        var writes = parts.metrics().writes();
        topology.addStateStore(
                SeenIdsStore.builder(
                        () -> new SeenIds(deduplication.window(), deduplication.idsMax()), parts.seenIds(), writes),
                Nodes.PROCESS);
        topology.addStateStore(EventCountsStore.builder(EventCountKey.EVENTS_STORE, writes), Nodes.PROCESS);
        topology.addStateStore(CommitHook.builder(CommitHook.EVENTS), Nodes.PROCESS);
        addSinks(
                topology,
                Nodes.PROCESS,
                Output.EVENT_ROWS,
                Output.TOOL_CALL_ROWS,
                Output.AGENT_STEP_ROWS,
                Output.DEAD_LETTERS);
        if (alerts != null) {
            addAlerts(topology, parts, alerts);
        }
        return topology;
    }

    private static AlertTask.Parts alerts(Parts parts) {
        var stages = parts.stages();
        return new AlertTask.Parts(
                stages.alerts().groupsMax(),
                stages.limits().sizes(),
                parts.ids(),
                parts.metrics().alerts(),
                parts.wakeUps());
    }

    private static EventProcessor.Parts shared(Parts parts, AlertTask.@Nullable Parts alerts) {
        var stages = parts.stages();
        var privacy = stages.privacy();
        return new EventProcessor.Parts(
                new EventPipeline.Settings(
                        stages.limits(), stages.deduplication().window(), stages.prefer(), privacy, parts.ids()),
                parts.schemas(),
                privacy.isEmpty() ? null : new DeadLetterRedaction(privacy),
                alerts,
                parts.clock(),
                parts.metrics());
    }

    /** Adds what alerts need in the event node, the second alert stage, and the global store of the rules. */
    private static void addAlerts(Topology topology, Parts parts, AlertTask.Parts alerts) {
        var source = parts.stages().alerts().source();
        var metrics = alerts.metrics();
        addGlobalTable(
                topology,
                RuleTable.builder(parts.schemas(), source, metrics, alerts.wakeUps()::wakeAll),
                Topics.ALERT_RULES,
                Nodes.ALERT_RULES,
                Nodes.RULE_FEED);
        topology.addStateStore(AlertStateStore.builder(AlertStateStore.RUNS, metrics.writes()), Nodes.PROCESS);
        addWakeUps(topology);
        addSinks(topology, Nodes.PROCESS, Output.ALERT_PANES, Output.ALERT_ROWS, Output.ALERTS);
        addSource(topology, AutoOffsetReset.earliest(), Nodes.PANES_TOPIC, Topics.ALERT_PANES);
        topology.addProcessor(Nodes.EVALUATE, () -> new EvaluateStage(alerts), Nodes.PANES_TOPIC);
        topology.addStateStore(AlertStateStore.builder(AlertStateStore.GROUPS, metrics.writes()), Nodes.EVALUATE);
        topology.addStateStore(EventCountsStore.builder(EventCountKey.ALERTS_STORE, metrics.writes()), Nodes.EVALUATE);
        topology.addStateStore(CommitHook.builder(CommitHook.PANES), Nodes.EVALUATE);
        addSinks(
                topology,
                Nodes.EVALUATE,
                Output.EVALUATED_ROWS,
                Output.EVALUATED_ALERTS,
                Output.EVALUATED_DEAD_LETTERS);
    }

    /**
     * Adds wake-ups as a second input of the tasks that read events; tasks that read pane parts are woken on their own
     * topic.
     */
    private static void addWakeUps(Topology topology) {
        addSource(topology, AutoOffsetReset.latest(), Nodes.WAKE_UPS, Topics.ALERT_WAKE_UPS);
        topology.addProcessor(Nodes.WAKE_UP, WakeUp::new, Nodes.WAKE_UPS);
        // A shared store puts both inputs into one subtopology.
        topology.connectProcessorAndStateStores(Nodes.WAKE_UP, CommitHook.EVENTS);
    }

    /** Does nothing: reading a record makes Kafka Streams commit, and the commit checks the time. */
    private static final class WakeUp implements Processor<byte[], byte[], Void, Void> {
        @Override
        public void process(Record<byte[], byte[]> record) {}
    }

    /** Adds a table that every process loads to the end of its topic before its first event. */
    private static void addGlobalTable(
            Topology topology,
            MemoryStoreBuilder<? extends GlobalTable> table,
            Topic topic,
            String source,
            String feed) {
        topology.addGlobalStore(
                table,
                source,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topic.name(),
                feed,
                () -> new GlobalTable.Feed(table.name()));
    }

    /** Adds an input. A record without a timestamp gets 0: Kafka Streams fails on or drops negative ones. */
    private static void addSource(Topology topology, AutoOffsetReset reset, String node, Topic topic) {
        topology.addSource(
                reset,
                node,
                (record, partitionTime) -> Math.max(0, record.timestamp()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topic.name());
    }

    private static void addSinks(Topology topology, String parent, Output... outputs) {
        for (var output : outputs) {
            topology.addSink(
                    output.node(), output.topic().name(), new ByteArraySerializer(), new ByteArraySerializer(), parent);
        }
    }
}
