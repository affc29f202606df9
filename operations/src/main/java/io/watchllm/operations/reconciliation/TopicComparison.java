package io.watchllm.operations.reconciliation;

import io.watchllm.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Comparison of the processor's counts with their topics, which also finds what was never counted. Counts are of all
 * time, and topics have a retention: only what is certain whatever was deleted is a problem.
 *
 * @param events partitions of {@code watchllm.events}, in order
 * @param rows the topic of event rows
 * @param refused the dead letters
 */
public record TopicComparison(List<EventPartition> events, RowTopic rows, RefusedEvents refused) {

    /** An empty comparison. */
    public static final TopicComparison NONE =
            new TopicComparison(List.of(), new RowTopic(0, 0, 0, null), new RefusedEvents(0, 0, true));

    public TopicComparison {
        events = List.copyOf(events);
    }

    /**
     * The topic of event rows, over all of its partitions.
     *
     * @param counted rows of events and of alerts that the processor has counted
     * @param deleted offsets that retention has deleted
     * @param end offsets that there ever were, read after the counts
     * @param read number of rows that were read; null when the topic was not read
     */
    public record RowTopic(
            long counted, long deleted, long end, @Nullable RowsRead read) {
        Optional<String> problem() {
            var most = read == null ? end : deleted + read.after();
            if (counted > most) {
                return Optional.of(
                        "%,d rows are counted and not in %s".formatted(counted - most, Topics.EVENT_ROWS.name()));
            }
            return read == null || read.before() <= counted
                    ? Optional.empty()
                    : Optional.of("%,d rows are in %s and were never counted"
                            .formatted(read.before() - counted, Topics.EVENT_ROWS.name()));
        }
    }

    /**
     * Committed rows that the topic has.
     *
     * @param before rows that were there before the counts were read
     * @param after rows that were there, or on their way there, after it
     */
    public record RowsRead(long before, long after) {}

    /**
     * Events that the processor rejected.
     *
     * @param counted number that it has counted
     * @param deadLetters dead letters of the processor about events
     * @param whole whether retention has deleted none of the dead letters
     */
    public record RefusedEvents(long counted, long deadLetters, boolean whole) {
        Optional<String> problem() {
            return whole && counted > deadLetters
                    ? Optional.of("%,d events are counted as refused and are not in %s"
                            .formatted(counted - deadLetters, Topics.DEAD_LETTERS.name()))
                    : Optional.empty();
        }
    }

    /** Certain errors, a sentence each. */
    public List<String> problems() {
        var problems = new ArrayList<String>();
        events.forEach(partition -> partition.problem().ifPresent(problems::add));
        Stream.of(rows.problem(), refused.problem()).flatMap(Optional::stream).forEach(problems::add);
        return problems;
    }

    /** Differences that can't be explained for certain, a sentence each. */
    public List<String> notes() {
        return events.stream().flatMap(partition -> partition.note().stream()).toList();
    }

    /** Offsets before the committed ones that are neither counted nor known not to be events. */
    public long uncounted() {
        return events.stream().mapToLong(EventPartition::uncounted).sum();
    }
}
