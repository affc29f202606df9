package io.watchllm.operations.reconciliation;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.delivery.table.AcceptedLosses;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.reconciliation.ReconciliationReport.Project;
import io.watchllm.operations.status.GroupReader;
import io.watchllm.schemas.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads counts from Kafka and ClickHouse. Counts that change meanwhile are read downstream first and upstream last, so
 * that the difference shows as under way and never as missing.
 *
 * @param applicationId application id of the processors
 * @param count whether to read the topics that the counts refer to, however large they are
 */
public record ReconciliationReader(
        KafkaConnection kafka, ClickHouseSettings clickHouse, String applicationId, boolean count) {

    /**
     * The current counts.
     *
     * @param acknowledged number of events that producers report; null when it was not given
     * @throws IllegalStateException when Kafka or ClickHouse do not answer; the message says which
     */
    public ReconciliationReport read(@Nullable Long acknowledged) {
        var projects = new TreeMap<String, Project>();
        stored().forEach((name, events) -> projects.put(name, new Project(0, 0, 0, 0, events, 0)));
        var deadLetters = new DeadLetterCounts(kafka);
        var told = deadLetters.read();
        told.projects().forEach((name, project) -> projects.merge(name, project, Project::plus));
        // Each became a row, and was found to be a duplicate later.
        removed().forEach((name, rows) -> projects.merge(name, new Project(-rows, rows, 0, 0, 0, 0), Project::plus));
        var lost = LostOffsets.of(losses(), SinkTable.EVENTS.group(), applicationId);
        var topics = counted(projects, deadLetters, told, lost);
        // Read after the tables, so that a row that lands in between counts as under way, not as missing.
        var groups = new GroupReader(kafka);
        var underWay = groups.lag(SinkTable.EVENTS.topic(), SinkTable.EVENTS.group());
        return new ReconciliationReport(
                projects, groups.lag(Topics.EVENTS.name(), applicationId), underWay, acknowledged, topics, lost);
    }

    private Map<String, Long> stored() {
        return byProject("sum(events)", "project_totals");
    }

    /** Event rows that an audit removed as repeats of earlier ones. */
    private Map<String, Long> removed() {
        return byProject("count()", "removed_repeats WHERE source_table = 'events'");
    }

    private List<AcceptedLosses.Loss> losses() {
        try (var connection = ClickHouseConnection.open(clickHouse)) {
            return AcceptedLosses.all(connection);
        }
    }

    private Map<String, Long> byProject(String number, String from) {
        var numbers = new HashMap<String, Long>();
        try (var connection = ClickHouseConnection.open(clickHouse)) {
            connection
                    .query("SELECT project_id AS project, " + number + " AS n FROM " + clickHouse.database() + "."
                            + from + " GROUP BY project_id")
                    .forEach(row -> numbers.put(row.text("project"), row.number("n")));
        }
        return numbers;
    }

    /** Adds the processor's counts, and compares them with the topics. */
    private TopicComparison counted(
            Map<String, Project> projects, DeadLetterCounts deadLetters, DeadLetterCounts.Told told, LostOffsets lost) {
        try (var counts = new ProcessorEventCounts(kafka.consumer(), applicationId)) {
            // Twice: the first read takes long, and counts that change after the offsets were read would hide a loss.
            counts.read();
            var check = new TopicCheck(kafka, applicationId, count, lost.events());
            var counted = counts.read();
            counted.forEach((name, project) -> projects.merge(name, project, Project::plus));
            var sum = counted.values().stream().reduce(Project.NOTHING, Project::plus);
            // Events rejected meanwhile are counted, but were not dead letters yet.
            return check.compare(counts, sum, told.refused() < sum.refused() ? deadLetters.read() : told);
        }
    }
}
