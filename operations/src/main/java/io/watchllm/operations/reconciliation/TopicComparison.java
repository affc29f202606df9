package io.watchllm.operations.reconciliation;

import io.watchllm.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The counts of the processor next to the topics that they speak of, so that what was never counted is found, too.
 * Counts are of all time, and topics have a retention: only what is certain whatever was deleted is a problem.
 *
 * @param events partitions of {@code watchllm.events}, in order
 * @param rows the topic of event rows
 * @param refused the dead letters
 */
public record TopicComparison(List<EventPartition> events, RowTopic rows, RefusedEvents refused) {

    /** When there is nothing to compare. */
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
     * @param end offsets that there ever were, asked after the counts
     * @param read what reading found; null when nobody read
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
     * @param before those that were there before the counts were read
     * @param after those that were there, or on their way there, after it
     */
    public record RowsRead(long before, long after) {}

    /**
     * Events that the processor refused.
     *
     * @param counted those that it has counted
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

    /** What is wrong, a sentence each. */
    public List<String> problems() {
        var problems = new ArrayList<String>();
        events.forEach(partition -> partition.problem().ifPresent(problems::add));
        Stream.of(rows.problem(), refused.problem()).flatMap(Optional::stream).forEach(problems::add);
        return problems;
    }

    /** What can't be told, a sentence each. */
    public List<String> notes() {
        return events.stream().flatMap(partition -> partition.note().stream()).toList();
    }

    /** Offsets before the committed ones that are neither counted nor known to be no event. */
    public long uncounted() {
        return events.stream().mapToLong(EventPartition::uncounted).sum();
    }
}
