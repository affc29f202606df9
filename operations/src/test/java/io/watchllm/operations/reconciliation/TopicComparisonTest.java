package io.watchllm.operations.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.operations.reconciliation.TopicComparison.RefusedEvents;
import io.watchllm.operations.reconciliation.TopicComparison.RowTopic;
import io.watchllm.operations.reconciliation.TopicComparison.RowsRead;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TopicComparisonTest {
    private static final RowTopic NO_ROWS = new RowTopic(0, 0, 0, null);
    private static final RefusedEvents NONE_REFUSED = new RefusedEvents(0, 0, true);

    @Test
    void shouldFindEventsThatWereNeverCountedThoughEveryCountComesOut() {
        var project = new ReconciliationReport.Project(77, 0, 0, 0, 77, 0);
        var partition = new EventPartition(3, 0, 100, 100, 77, 100L);

        var report = new ReconciliationReport(
                new TreeMap<>(Map.of("p", project)), 0, 0, null, comparison(partition), LostOffsets.NONE);

        assertThat(report.problems())
                .containsExactly(
                        "23 records of watchllm.events lie before the committed offset and were never counted, partition 3");
    }

    @Test
    void shouldTakeMarkersOfTransactionsForWhatTheyAreOnceThePartitionIsRead() {
        var unread = new EventPartition(0, 0, 105, 105, 100, null);

        assertThat(unread.inDoubt()).isTrue();
        assertThat(comparison(unread).problems()).isEmpty();
        assertThat(comparison(unread).notes())
                .containsExactly(
                        "5 offsets of watchllm.events before the committed one are not counted, partition 0: markers of transactions, or lost events; --count reads the partition and tells");
        var read = comparison(unread.withRecords(100));
        assertThat(read.problems()).isEmpty();
        assertThat(read.notes()).isEmpty();
        assertThat(comparison(unread.withRecords(101)).problems())
                .singleElement()
                .asString()
                .startsWith("1 records");
    }

    @Test
    void shouldNotReadWhatOffsetsProve() {
        assertThat(new EventPartition(0, 0, 100, 130, 100, null).inDoubt()).isFalse();
        assertThat(new EventPartition(0, 40, 100, 130, 120, null).inDoubt()).isFalse();
        assertThat(comparison(new EventPartition(0, 40, 100, 130, 120, null)).problems())
                .isEmpty();
    }

    @Test
    void shouldSayWhatCannotBeToldOfWhatRetentionHasDeleted() {
        // Given: 60 offsets are left, and a partition that knows transactions.
        var transactional = comparison(new EventPartition(1, 40, 100, 100, 95, 58L));
        assertThat(transactional.problems()).isEmpty();
        assertThat(transactional.notes()).singleElement().asString().startsWith("3 of the first 40 offsets");

        // And: one that knows none.
        assertThat(comparison(new EventPartition(1, 40, 100, 100, 95, 60L)).problems())
                .containsExactly(
                        "5 records of watchllm.events lie before the committed offset and were never counted, partition 1 (or were markers of transactions among the first 40 offsets, which retention has deleted)");

        // And: more records are left than were ever counted.
        assertThat(comparison(new EventPartition(1, 40, 100, 100, 50, 58L)).problems())
                .singleElement()
                .asString()
                .startsWith("48 records");
    }

    @Test
    void shouldFindEventsThatWereCountedTwice() {
        assertThat(comparison(new EventPartition(2, 0, 100, 100, 101, null)).problems())
                .singleElement()
                .asString()
                .startsWith("1 more events are counted than partition 2 of watchllm.events ever had");
        assertThat(comparison(new EventPartition(2, 0, 100, 110, 105, null)).problems())
                .isEmpty();
    }

    @Test
    void shouldCompareRowsWithTheirTopic() {
        assertThat(new RowTopic(100, 0, 99, null).problem())
                .hasValue("1 rows are counted and not in watchllm.event-rows");
        assertThat(new RowTopic(100, 0, 140, null).problem()).isEmpty();
        assertThat(new RowTopic(100, 0, 140, new RowsRead(90, 110)).problem()).isEmpty();
        assertThat(new RowTopic(100, 0, 140, new RowsRead(90, 98)).problem())
                .hasValue("2 rows are counted and not in watchllm.event-rows");
        assertThat(new RowTopic(100, 5, 140, new RowsRead(90, 98)).problem()).isEmpty();
        assertThat(new RowTopic(100, 0, 140, new RowsRead(103, 110)).problem())
                .hasValue("3 rows are in watchllm.event-rows and were never counted");
    }

    @Test
    void shouldCompareRefusedEventsWithTheDeadLetters() {
        assertThat(new RefusedEvents(3, 2, true).problem())
                .hasValue("1 events are counted as refused and are not in watchllm.dead-letters");
        assertThat(new RefusedEvents(3, 2, false).problem()).isEmpty();
        assertThat(new RefusedEvents(3, 4, true).problem()).isEmpty();
    }

    private static TopicComparison comparison(EventPartition partition) {
        return new TopicComparison(List.of(partition), NO_ROWS, NONE_REFUSED);
    }
}
