package io.watchllm.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.delivery.table.AcceptedLosses;
import io.watchllm.operations.reconciliation.LostOffsets;
import io.watchllm.operations.reconciliation.ReconciliationReport;
import io.watchllm.operations.reconciliation.ReconciliationReport.Project;
import io.watchllm.operations.reconciliation.TopicComparison;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReconciliationReportTest {

    @Test
    void shouldCloseWhenEveryRowIsStoredRefusedOrUnderWay() {
        assertThat(report(new Project(10, 2, 1, 0, 7, 1), 0, 2, null).problems())
                .isEmpty();
        assertThat(report(new Project(10, 2, 1, 0, 7, 1), 0, 1, null).problems())
                .singleElement()
                .asString()
                .startsWith("project 'p': 2 rows are neither stored nor dead letters, and at most 1 are under way");
    }

    @Test
    void shouldFindWhatOnlyAllProjectsTogetherLack() {
        var projects = new TreeMap<>(Map.of("p", new Project(10, 0, 0, 0, 9, 0), "q", new Project(10, 0, 0, 0, 9, 0)));

        assertThat(new ReconciliationReport(projects, 0, 2, null, TopicComparison.NONE, LostOffsets.NONE).problems())
                .isEmpty();
        assertThat(new ReconciliationReport(projects, 0, 1, null, TopicComparison.NONE, LostOffsets.NONE).problems())
                .singleElement()
                .asString()
                .startsWith("2 rows are neither stored");
    }

    @Test
    void shouldSayWhenMoreIsStoredThanWasWritten() {
        assertThat(report(new Project(10, 0, 0, 0, 11, 0), 0, 0, null).problems())
                .singleElement()
                .asString()
                .startsWith("project 'p': 1 more events are stored than");
    }

    /** The processor has room for so many names; the table has them all. */
    @Test
    void shouldCloseWhenProjectsWereCountedTogether() {
        var projects = new TreeMap<>(Map.of(
                "p", new Project(10, 0, 0, 0, 10, 0),
                "both", new Project(3, 0, 0, 0, 5, 0),
                "late", new Project(0, 0, 0, 0, 4, 0),
                "(other)", new Project(6, 0, 0, 1, 0, 0)));

        assertThat(new ReconciliationReport(projects, 0, 1, null, TopicComparison.NONE, LostOffsets.NONE).problems())
                .isEmpty();
        assertThat(new ReconciliationReport(projects, 0, 0, null, TopicComparison.NONE, LostOffsets.NONE).problems())
                .singleElement()
                .asString()
                .startsWith("project '(other)': 1 rows are neither stored nor dead letters");
        projects.put("late", new Project(0, 0, 0, 0, 9, 0));
        assertThat(new ReconciliationReport(projects, 0, 0, null, TopicComparison.NONE, LostOffsets.NONE).problems())
                .singleElement()
                .asString()
                .startsWith("project '(other)': 4 more events are stored than");
    }

    @Test
    void shouldCompareWithWhatTheProducersSay() {
        var project = new Project(10, 2, 1, 0, 10, 0);

        assertThat(report(project, 0, 0, 13L).problems()).isEmpty();
        assertThat(report(project, 4, 0, 17L).problems()).isEmpty();
        assertThat(report(project, 3, 0, 17L).problems())
                .singleElement()
                .asString()
                .startsWith("4 acknowledged events were not read by the processor, and at most 3 are unread");
        assertThat(report(project, 0, 0, 12L).problems())
                .singleElement()
                .asString()
                .startsWith("the processor has read 1 events more than were said");
    }

    @Test
    void shouldShowTheSameToPeopleAndPrograms() {
        var text = new ReconciliationText(report(new Project(10, 2, 1, 3, 12, 0), 3, 1, 16L));

        assertThat(text.text())
                .containsPattern("p +13 +10 +2 +1 +3 +12 +0 +1\n")
                .endsWith("The counts close.\n");
        assertThat(text.json())
                .startsWith(
                        "{\"closed\":true,\"problems\":[],\"notes\":[],\"acknowledged\":16,\"unread_max\":3,\"under_way_max\":1,")
                .contains(
                        "\"projects\":{\"p\":{\"read\":13,\"rows\":10,\"duplicates\":2,\"refused\":1,\"alerts\":3,\"stored\":12,");
    }

    @Test
    void shouldCloseWhenWhatIsMissingWasSaidToBeLost() {
        var projects = new TreeMap<>(Map.of("p", new Project(1_000, 0, 0, 0, 960, 0)));
        var group = "watchllm-sink-events";
        // Accepted twice, the second time with what had left since; and an offset that was a marker.
        var lost = LostOffsets.of(
                List.of(
                        new AcceptedLosses.Loss(group, "watchllm.event-rows", "id", 0, 150, 180),
                        new AcceptedLosses.Loss(group, "watchllm.event-rows", "id", 0, 150, 191),
                        new AcceptedLosses.Loss("another", "watchllm.event-rows", "id", 0, 0, 500),
                        new AcceptedLosses.Loss("app", "watchllm.events", "id2", 4, 10, 15)),
                group,
                "app");

        var report = new ReconciliationReport(projects, 0, 0, 1_005L, TopicComparison.NONE, lost);

        assertThat(lost).isEqualTo(new LostOffsets(41, Map.of(4, 5L)));
        assertThat(report.problems()).isEmpty();
        assertThat(report.lostRows()).isEqualTo(40);
        assertThat(new ReconciliationText(report).text())
                .contains("40 rows are lost and said: 41 offsets of watchllm.event-rows", "at most 5 events are lost");
        assertThat(new ReconciliationText(report).json()).contains("\"lost_said\":40");
        projects.put("p", new Project(1_000, 0, 0, 0, 958, 0));
        assertThat(new ReconciliationReport(projects, 0, 0, null, TopicComparison.NONE, lost).problems())
                .isNotEmpty();
    }

    private static ReconciliationReport report(
            Project project, long unread, long underWay, @Nullable Long acknowledged) {
        return new ReconciliationReport(
                new TreeMap<>(Map.of("p", project)),
                unread,
                underWay,
                acknowledged,
                TopicComparison.NONE,
                LostOffsets.NONE);
    }
}
