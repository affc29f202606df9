package io.watchllm.cli.books;

import io.watchllm.cli.books.BookReport.Project;
import io.watchllm.cli.kafka.KafkaConnection;
import io.watchllm.cli.kafka.TopicReader;
import io.watchllm.cli.letters.LetterBox;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.Settlement;
import io.watchllm.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts of what nothing but its dead letter tells of. */
public final class LetterCounts {
    private final KafkaConnection kafka;

    /** Counts of the letters of one pipeline. */
    public LetterCounts(KafkaConnection kafka) {
        this.kafka = kafka;
    }

    /**
     * What only its dead letter tells of: event rows that the sink put there, of which one that was replayed is a row
     * under way again, and events that an operator skipped, which no processor has counted.
     */
    public Map<String, Project> read() {
        var refused = new HashMap<String, Project>();
        try (var consumer = kafka.consumer()) {
            new LetterBox(new TopicReader(consumer), kafka.ends(Topics.DEAD_LETTERS.name())).read(stored -> {
                var project = EventKey.project(stored.letter().key());
                if (isEventRow(stored.letter()) && !isReplayed(stored.settlement())) {
                    refused.merge(project, new Project(0, 0, 0, 0, 0, 1), Project::plus);
                } else if (isSkippedEvent(stored.letter())) {
                    refused.merge(project, new Project(0, 0, 1, 0, 0, 0), Project::plus);
                }
                return true;
            });
        }
        return refused;
    }

    private static boolean isEventRow(DeadLetter letter) {
        return letter.stage() == DeadLetter.Stage.SINK
                && letter.origin() instanceof DeadLetter.FromTopic from
                && from.topic().equals(Topics.EVENT_ROWS.name());
    }

    private static boolean isSkippedEvent(DeadLetter letter) {
        return letter.reason().equals(DeadLetter.Refusal.SKIPPED)
                && letter.origin() instanceof DeadLetter.FromTopic from
                && from.topic().equals(Topics.EVENTS.name());
    }

    private static boolean isReplayed(@Nullable Settlement settlement) {
        return settlement != null && settlement.outcome() == Settlement.Outcome.REPLAYED;
    }
}
