package io.watchllm.operations.reconciliation;

import io.watchllm.operations.deadletter.DeadLetterReader;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.operations.reconciliation.ReconciliationReport.Project;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.Resolution;
import io.watchllm.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts of events and rows that only their dead letters account for. */
public record DeadLetterCounts(KafkaConnection kafka) {

    /**
     * Result of reading the dead letters.
     *
     * @param projects counts that only dead letters account for: event rows that the sink rejected, where a replayed
     *     one counts as a row under way again, and events that an operator skipped, which no processor has counted
     * @param refused events that the processor rejected, and counted
     * @param skipped events that an operator skipped, by partition of {@code watchllm.events}
     */
    public record Told(Map<String, Project> projects, long refused, Map<Integer, Long> skipped) {}

    /** Reads all dead letters. */
    public Told read() {
        var projects = new HashMap<String, Project>();
        var skipped = new HashMap<Integer, Long>();
        var refused = new AtomicLong();
        try (var consumer = kafka.consumer()) {
            new DeadLetterReader(new TopicReader(consumer), kafka.ends(Topics.DEAD_LETTERS.name())).read(stored -> {
                var deadLetter = stored.deadLetter();
                var project = EventKey.project(deadLetter.key());
                if (isEventRow(deadLetter) && !isReplayed(stored.resolution())) {
                    projects.merge(project, new Project(0, 0, 0, 0, 0, 1), Project::plus);
                } else if (deadLetter.origin() instanceof DeadLetter.FromTopic from
                        && from.topic().equals(Topics.EVENTS.name())) {
                    if (deadLetter.reason().equals(DeadLetter.Refusal.SKIPPED)) {
                        projects.merge(project, new Project(0, 0, 1, 0, 0, 0), Project::plus);
                        skipped.merge(from.partition(), 1L, Long::sum);
                    } else if (deadLetter.stage() == DeadLetter.Stage.PROCESSOR) {
                        refused.incrementAndGet();
                    }
                }
                return true;
            });
        }
        return new Told(projects, refused.get(), skipped);
    }

    private static boolean isEventRow(DeadLetter deadLetter) {
        return deadLetter.stage() == DeadLetter.Stage.SINK
                && deadLetter.origin() instanceof DeadLetter.FromTopic from
                && from.topic().equals(Topics.EVENT_ROWS.name());
    }

    private static boolean isReplayed(@Nullable Resolution resolution) {
        return resolution != null && resolution.outcome() == Resolution.Outcome.REPLAYED;
    }
}
