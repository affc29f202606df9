package io.watchllm.operations.reconciliation;

import io.watchllm.schemas.Topics;
import io.watchllm.validation.CountedProjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reconciliation of the event counts.
 *
 * <pre>
 * acknowledged = read + unread                    (all projects)
 * read         = rows + duplicates + refused      (each project; by definition)
 * rows + alerts = stored + rows refused + under way
 * </pre>
 *
 * <p>The processor counts projects beyond its limit together, as {@link CountedProjects#OTHER}; their stored rows are
 * compared with that sum.
 *
 * @param projects by name, sorted; the name is empty where a record has none
 * @param unread upper bound of the events that the processor has not read; may include transaction markers
 * @param underWay upper bound of the event rows that the sink has not read; may include transaction markers
 * @param acknowledged acknowledged events that producers report; null when it was not given
 * @param topics comparison of the counts with their topics
 * @param lost losses that an operator has accepted
 */
public record ReconciliationReport(
        Map<String, Project> projects,
        long unread,
        long underWay,
        @Nullable Long acknowledged,
        TopicComparison topics,
        LostOffsets lost) {

    /**
     * The counts of a project.
     *
     * @param rows events that became rows
     * @param duplicates events that were duplicates
     * @param refused events that the processor sent to the dead letters
     * @param alerts rows of alerts that the processor raised
     * @param stored events that the rollup over the table counts
     * @param rowsRefused event rows that the sink sent to the dead letters
     */
    public record Project(long rows, long duplicates, long refused, long alerts, long stored, long rowsRefused) {
        static final Project NOTHING = new Project(0, 0, 0, 0, 0, 0);

        /** Events that the processor has read. */
        public long read() {
            return rows + duplicates + refused;
        }

        /** Rows that are neither stored nor rejected; negative when more is stored than was written. */
        public long missing() {
            return rows + alerts - stored - rowsRefused;
        }

        Project withStored(long events) {
            return new Project(rows, duplicates, refused, alerts, events, rowsRefused);
        }

        Project plus(Project other) {
            return new Project(
                    rows + other.rows,
                    duplicates + other.duplicates,
                    refused + other.refused,
                    alerts + other.alerts,
                    stored + other.stored,
                    rowsRefused + other.rowsRefused);
        }
    }

    /** The sum of all projects. */
    public Project sum() {
        return projects.values().stream().reduce(Project.NOTHING, Project::plus);
    }

    /**
     * The projects in comparable form: if some were counted together, stored rows of a project beyond those counted
     * under its own name are attributed to that common count.
     */
    private Map<String, Project> resolved() {
        var other = projects.getOrDefault(CountedProjects.OTHER, Project.NOTHING);
        if (other.rows() + other.alerts() == 0) {
            return projects;
        }
        var resolved = new TreeMap<>(projects);
        for (var named : projects.entrySet()) {
            var project = named.getValue();
            if (project.missing() < 0 && !named.getKey().equals(CountedProjects.OTHER)) {
                long beyond = -project.missing();
                resolved.put(named.getKey(), project.withStored(project.stored() - beyond));
                other = other.withStored(other.stored() + beyond);
            }
        }
        resolved.put(CountedProjects.OTHER, other);
        return resolved;
    }

    /** Missing rows that accepted losses explain; may include rows under way. */
    public long lostRows() {
        return Math.clamp(sum().missing(), 0, lost.rows());
    }

    /** Accepted losses, a sentence each; they are not problems. */
    public List<String> losses() {
        var losses = new ArrayList<String>();
        if (lost.rows() > 0) {
            losses.add("%,d rows are lost and said: %,d offsets of %s left Kafka unread, as accepted_losses has them"
                    .formatted(lostRows(), lost.rows(), Topics.EVENT_ROWS.name()));
        }
        if (lost.eventsInAll() > 0) {
            losses.add(
                    "at most %,d events are lost and said: so many offsets of %s left Kafka unread, as accepted_losses has them"
                            .formatted(lost.eventsInAll(), Topics.EVENTS.name()));
        }
        return losses;
    }

    /** Discrepancies of the counts, a sentence each; empty when they add up, apart from what is under way. */
    public List<String> problems() {
        var problems = new ArrayList<String>();
        var sum = sum();
        resolved().forEach((name, project) -> {
            if (project.missing() < 0) {
                problems.add(
                        "project '%s': %,d more events are stored than the processor made rows of (rows put in by hand, or a table filled before the counts began)"
                                .formatted(name, -project.missing()));
            } else if (project.missing() > underWay + lost.rows()) {
                problems.add(
                        "project '%s': %,d rows are neither stored nor dead letters, and at most %,d are under way; 'watchllm audit --table events' names them"
                                .formatted(name, project.missing(), underWay));
            }
        });
        if (problems.isEmpty() && sum.missing() > underWay + lost.rows()) {
            problems.add(
                    "%,d rows are neither stored nor dead letters, and at most %,d are under way; 'watchllm audit --table events' names them"
                            .formatted(sum.missing(), underWay));
        }
        if (acknowledged != null) {
            var lacking = acknowledged - sum.read();
            if (lacking > unread + lost.eventsInAll()) {
                problems.add(
                        "%,d acknowledged events were not read by the processor, and at most %,d are unread: look at the retention of the topic, and whether all producers are counted"
                                .formatted(lacking, unread));
            } else if (lacking < 0) {
                problems.add(
                        "the processor has read %,d events more than were said to be acknowledged: some producer is not counted, or dead letters were replayed"
                                .formatted(-lacking));
            }
        }
        problems.addAll(topics.problems());
        return problems;
    }
}
