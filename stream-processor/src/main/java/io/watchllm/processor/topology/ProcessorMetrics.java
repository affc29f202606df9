package io.watchllm.processor.topology;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.watchllm.privacy.Findings;
import io.watchllm.processor.core.EventPipeline;
import io.watchllm.processor.core.SeenIds;
import io.watchllm.processor.prices.PriceMetrics;
import io.watchllm.processor.rules.AlertMetrics;
import io.watchllm.processor.store.SeenIdsRegistry;
import io.watchllm.processor.write.Output;
import io.watchllm.processor.write.WriteMetrics;
import io.watchllm.rows.CostSource;
import io.watchllm.runtime.Metric;
import io.watchllm.schemas.SchemaLookup;
import io.watchllm.validation.Reason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Metrics of the processor. They count work done by this process: work repeated after a crash is counted again, so
 * exact counts come from the topics instead.
 */
public final class ProcessorMetrics implements EventPipeline.Observer {
    private static final Metric ACCEPTED =
            Metric.counter("watchllm.processor.events.accepted", "Events that were let through.");
    private static final Metric REJECTED = Metric.counter(
            "watchllm.processor.records.rejected",
            "Records that went to the dead letters. The project is that of the event, else the one in the record's key, else empty; those beyond the first %d are counted as other."
                    .formatted(ProjectLabels.PROJECTS_MAX),
            "reason",
            "project");
    private static final Metric FLAGGED = Metric.counter(
            "watchllm.processor.events.flagged",
            "Events that were kept although something is odd about them, by each of their flags.",
            "flag",
            "project");
    private static final Metric DUPLICATES = Metric.counter(
            "watchllm.processor.events.duplicates",
            "Events that were there already, with the same content, and became no rows.",
            "project");
    private static final Metric IDS = Metric.gauge(
            "watchllm.processor.dedup.ids",
            "Ids of events that are remembered in this process, those of standbys included.");
    private static final Metric IDS_BYTES = new Metric(
            "watchllm.processor.dedup", Metric.Type.GAUGE, "bytes", List.of(), "Memory that the remembered ids take.");
    private static final Metric IDS_FORGOTTEN = Metric.gauge(
            "watchllm.processor.dedup.forgotten.early",
            "Ids that were forgotten before their window was over, because there were more than WATCHLLM_PROCESSOR_DEDUP_IDS_MAX; a repeat of such an event is stored twice.");
    private static final Metric ROWS =
            Metric.counter("watchllm.processor.rows", "Rows that were written to the topic of their table.", "table");

    private static final Metric REDACTIONS = Metric.counter(
            "watchllm.processor.redactions",
            "Places that a privacy rule found, in events and in dead letters, by the name of the rule.",
            "rule");

    private static final Metric REPLACED = Metric.counter(
            "watchllm.processor.threads.replaced",
            "Stream threads that ended because nobody knew what became of a transaction, and whose place a new one took.");

    private static final Metric SCHEMA_DELAYS = Metric.counter(
            "watchllm.processor.schema.delays",
            "Times that a record waited because of records with unknown schema ids: its own may be one that the registry does not have yet, and beyond a burst of %d, the registry is asked for %d of them a second."
                    .formatted(SchemaLookup.UNKNOWN_BURST, SchemaLookup.UNKNOWN_PER_SECOND));

    /** Every metric of the processor. */
    public static final List<Metric> ALL = Stream.of(
                    List.of(
                            ACCEPTED,
                            REJECTED,
                            FLAGGED,
                            DUPLICATES,
                            IDS,
                            IDS_BYTES,
                            IDS_FORGOTTEN,
                            ROWS,
                            REDACTIONS,
                            REPLACED,
                            SCHEMA_DELAYS),
                    WriteMetrics.ALL,
                    PriceMetrics.ALL,
                    AlertMetrics.ALL)
            .flatMap(List::stream)
            .toList();

    private final Counter accepted;
    private final Counter replaced;
    private final Counter schemaDelays;
    private final Map<ByProject, Counter> rejected = new ConcurrentHashMap<>();
    private final Map<ByProject, Counter> flagged = new ConcurrentHashMap<>();
    private final Map<String, Counter> duplicates = new ConcurrentHashMap<>();
    private final ProjectLabels projects = new ProjectLabels();
    private final MeterRegistry registry;
    private final Map<Output, Counter> rows;
    private final WriteMetrics writes;
    private final PriceMetrics prices;
    private final AlertMetrics alerts;

    public ProcessorMetrics(MeterRegistry registry) {
        this.registry = registry;
        accepted = ACCEPTED.counter(registry);
        replaced = REPLACED.counter(registry);
        schemaDelays = SCHEMA_DELAYS.counter(registry);
        for (var reason : Reason.values()) {
            // Shows each reason as 0 before its first rejection.
            REJECTED.counter(registry, reason.word(), "");
        }
        rows = Map.of(
                Output.EVENT_ROWS, ROWS.counter(registry, "events"),
                Output.TOOL_CALL_ROWS, ROWS.counter(registry, "tool_calls"),
                Output.AGENT_STEP_ROWS, ROWS.counter(registry, "agent_steps"));
        prices = new PriceMetrics(registry);
        writes = new WriteMetrics(registry);
        alerts = new AlertMetrics(registry, writes);
    }

    /** Metrics of pricing. */
    public PriceMetrics prices() {
        return prices;
    }

    /** Metrics of writes. */
    public WriteMetrics writes() {
        return writes;
    }

    /** Metrics of alerts. */
    public AlertMetrics alerts() {
        return alerts;
    }

    /** Registers gauges of the stores of seen ids. */
    public void watch(MeterRegistry registry, SeenIdsRegistry seenIds) {
        IDS.gauge(registry, () -> seenIds.sum(SeenIds::size));
        IDS_BYTES.gauge(registry, () -> seenIds.sum(SeenIds::bytes));
        IDS_FORGOTTEN.gauge(registry, () -> seenIds.sum(SeenIds::forgottenEarly));
    }

    /** Counts a record that waits because of unknown schema ids. */
    public void schemaDelayed() {
        schemaDelays.increment();
    }

    void duplicate(String project) {
        duplicates
                .computeIfAbsent(projects.label(project), label -> DUPLICATES.counter(registry, label))
                .increment();
    }

    private record ByProject(String word, String project) {}

    /** Counts a replaced thread. */
    public void threadReplaced() {
        replaced.increment();
    }

    @Override
    public void accepted() {
        accepted.increment();
    }

    void rejected(Reason reason, String project) {
        var key = new ByProject(reason.word(), projects.label(project));
        rejected.computeIfAbsent(key, made -> REJECTED.counter(registry, made.word(), made.project()))
                .increment();
    }

    @Override
    public void priced(String model, CostSource source) {
        prices.call(model, source);
    }

    @Override
    public void flagged(List<String> flags, String project) {
        for (var flag : flags) {
            var key = new ByProject(flag, projects.label(project));
            flagged.computeIfAbsent(key, made -> FLAGGED.counter(registry, made.word(), made.project()))
                    .increment();
        }
    }

    /** Counts matches; bounded, as there is one time series per rule. */
    @Override
    public void redacted(Findings findings) {
        findings.counts()
                .forEach((rule, count) -> REDACTIONS.counter(registry, rule).increment(count));
    }

    void row(Output output) {
        var counter = rows.get(output);
        if (counter != null) {
            counter.increment();
        }
    }
}
