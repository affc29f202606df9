package io.watchllm.clickhouse.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.clickhouse.core.DistributedTables.Found;
import io.watchllm.clickhouse.core.DistributedTables.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class DistributedTablesTest {
    private static final DistributedTables WHOLE = new DistributedTables("d", "d_all", "c");
    private static final Found EVENTS =
            new Found("events", "MergeTree", "id String Id.", "MergeTree ORDER BY id", "It's \\ all.");
    private static final Found REPORT = new Found(
            "report",
            "View",
            "n UInt64 How many.",
            "CREATE VIEW d.report (`n` UInt64) AS SELECT count() AS n FROM d.events AS e WHERE e.id != 'x' COMMENT 'd'",
            "d");
    private static final List<Found> NODE = List.of(
            REPORT, EVENTS, new Found("to_sums", "MaterializedView", "", "", ""), new Found("mine", "Log", "", "", ""));
    private static final List<String> NAMES = List.of("events", "report", "to_sums", "gone");

    @Test
    void shouldMakeATableOverEachTableAndThenTheViews() {
        assertThat(WHOLE.steps(NAMES, NODE, List.of()))
                .containsExactly(
                        new Step(
                                "create distributed table",
                                "events",
                                "CREATE OR REPLACE TABLE d_all.events AS d.events ENGINE = Distributed('c', 'd', 'events')"
                                        + " COMMENT 'It\\'s \\\\ all.'",
                                false),
                        new Step(
                                "create view",
                                "report",
                                "CREATE OR REPLACE VIEW d_all.report (`n` UInt64) AS SELECT count() AS n FROM d_all.events"
                                        + " AS e WHERE e.id != 'x' COMMENT 'd'",
                                false));
    }

    @Test
    void shouldLeaveWhatIsThereAsItShouldBe() {
        assertThat(done(there("c", EVENTS.columns(), "d_all"))).containsExactly(true, true);
    }

    @Test
    void shouldMakeAnewWhatDiffers() {
        assertThat(done(there("other", EVENTS.columns(), "d_all"))).containsExactly(false, true);
        assertThat(done(there("c", "id String Another.", "d_all"))).containsExactly(false, true);
        assertThat(done(there("c", EVENTS.columns(), "elsewhere"))).containsExactly(true, false);
    }

    private static List<Boolean> done(List<Found> there) {
        return WHOLE.steps(NAMES, NODE, there).stream().map(Step::done).toList();
    }

    private static List<Found> there(String cluster, String columns, String source) {
        return List.of(
                new Found("events", "Distributed", columns, "Distributed('" + cluster + "', 'd', 'events')", ""),
                new Found(
                        "report",
                        "View",
                        REPORT.columns(),
                        "CREATE VIEW d_all.report (`n` UInt64) AS SELECT count() AS n FROM " + source
                                + ".events AS e WHERE e.id != 'x' COMMENT 'd'",
                        "d"));
    }
}
