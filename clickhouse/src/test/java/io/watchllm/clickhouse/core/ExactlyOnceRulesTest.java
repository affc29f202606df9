package io.watchllm.clickhouse.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.clickhouse.core.Problem.Severity;
import io.watchllm.clickhouse.core.ServerState.Setting;
import io.watchllm.clickhouse.core.ServerState.Table;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactlyOnceRulesTest {
    private static final Map<String, String> GOOD =
            Map.of("non_replicated_deduplication_window", "10000", "async_insert", "0");
    private static final Table EVENTS = new Table("d.events", "MergeTree", GOOD, List.of("d.mv"), "");
    private static final Table VIEW = new Table("d.mv", "MaterializedView", Map.of(), List.of(), "d.sums");
    private static final Table SUMS = new Table("d.sums", "SummingMergeTree", GOOD, List.of(), "");

    @Test
    void shouldFindNothingWhenEachTableRemembersBlocks() {
        assertThat(problems("26.7.2.1", Map.of(), EVENTS, VIEW, SUMS)).isEmpty();
    }

    @Test
    void shouldFollowViewsOfTargetsAndEndOnACircle() {
        var back = new Table("d.sums", "SummingMergeTree", GOOD, List.of("d.mv2"), "");
        var second = new Table("d.mv2", "MaterializedView", Map.of(), List.of(), "d.more");
        var more = new Table("d.more", "MergeTree", Map.of(), List.of("d.mv"), "");

        assertThat(problems("26.7", Map.of(), EVENTS, VIEW, back, second, more))
                .extracting(Problem::object)
                .containsExactly("d.more");
    }

    @Test
    void shouldMissATargetThatIsNotThere() {
        assertThat(problems("26.7", Map.of(), EVENTS, VIEW))
                .extracting(Problem::object)
                .containsExactly("d.sums");
    }

    @ParameterizedTest
    @CsvSource({
        "Buffer",
        "Null",
        "Distributed",
        "Memory",
        "Log",
        "ReplacingLog",
        "NewMergeTree",
        "ReplicatedNewMergeTree"
    })
    void shouldRefuseAnEngineThatIsNotKnownByItsName(String engine) {
        assertThat(problems("26.7", Map.of(), new Table("d.events", engine, GOOD, List.of(), "")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.severity()).isEqualTo(Severity.ERROR);
                    assertThat(problem.what()).contains("has engine " + engine + ",");
                });
    }

    @ParameterizedTest
    @CsvSource({"ReplacingMergeTree", "SummingMergeTree", "CollapsingMergeTree"})
    void shouldRefuseATableWhoseMergesTakeRowsAwayUnlessItIsARollup(String engine) {
        assertThat(problems("26.7", Map.of(), new Table("d.events", engine, GOOD, List.of(), "")))
                .extracting(Problem::what)
                .containsExactly(
                        "has engine " + engine + ", whose merges take rows away: what has landed can't be counted");
        assertThat(problems("26.7", Map.of(), EVENTS, VIEW, new Table("d.sums", engine, GOOD, List.of(), "")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ReplicatedMergeTree", "SharedMergeTree"})
    void shouldJudgeReplicatedAndSharedTablesByTheirOwnWindows(String engine) {
        var settings = Map.of(
                "replicated_deduplication_window", "0",
                "replicated_deduplication_window_seconds", "60",
                "non_replicated_deduplication_window", "10000");
        var good =
                Map.of("replicated_deduplication_window", "10000", "replicated_deduplication_window_seconds", "604800");

        assertThat(problems("26.7", Map.of(), new Table("d.events", engine, settings, List.of(), "")))
                .extracting(Problem::mend)
                .containsExactly(
                        "ALTER TABLE d.events MODIFY SETTING replicated_deduplication_window = 10000",
                        "ALTER TABLE d.events MODIFY SETTING replicated_deduplication_window_seconds = 3600");
        assertThat(problems("26.7", Map.of(), new Table("d.events", engine, good, List.of(), "")))
                .isEmpty();
    }

    @Test
    void shouldWantReplicatedTablesToRememberForLongerThanAttemptsTake() {
        var settings =
                Map.of("replicated_deduplication_window", "10000", "replicated_deduplication_window_seconds", "3600");
        var facts = facts("26.7", Map.of(), new Table("d.events", "ReplicatedMergeTree", settings, List.of(), ""));

        assertThat(ExactlyOnceRules.forAttempts(10_000, Duration.ofMinutes(30)).problems(facts, List.of("d.events")))
                .extracting(Problem::mend)
                .containsExactly("ALTER TABLE d.events MODIFY SETTING replicated_deduplication_window_seconds = 7200");
        assertThat(ExactlyOnceRules.forAttempts(10_000, Duration.ofMinutes(1)).problems(facts, List.of("d.events")))
                .isEmpty();
    }

    @Test
    void shouldTellHowLongEachTableAlongTheWayRemembers() {
        var replicated = new Table(
                "d.sums",
                "ReplicatedSummingMergeTree",
                Map.of("replicated_deduplication_window", "500", "replicated_deduplication_window_seconds", "7200"),
                List.of("d.mv2"),
                "");
        var second = new Table("d.mv2", "MaterializedView", Map.of(), List.of(), "d.buffer");
        var buffer = new Table("d.buffer", "Buffer", GOOD, List.of(), "");
        var facts = facts("26.7", Map.of(), EVENTS, VIEW, replicated, second, buffer);

        assertThat(ExactlyOnceRules.advising(10_000).windows(facts, List.of("d.events")))
                .containsExactly(
                        new DedupWindow("d.buffer", EngineFamily.OTHER, 0, 0),
                        new DedupWindow("d.events", 10_000),
                        new DedupWindow("d.sums", EngineFamily.REPLICATED, 500, 7200));
    }

    @ParameterizedTest
    @CsvSource({
        "async_insert, 1, true, ERROR",
        "async_insert, 1, false,",
        "async_insert, 0, true,",
        "deduplicate_blocks_in_dependent_materialized_views, 0, true, ERROR",
        "deduplicate_blocks_in_dependent_materialized_views, 0, false, NOTE",
        "materialized_views_ignore_errors, 1, true, ERROR",
        "materialized_views_ignore_errors, 1, false, NOTE",
        "deduplicate_insert, disable, true, ERROR",
    })
    void shouldWeighASettingByWhetherTheSinkCanSetIt(String name, String value, boolean locked, Severity severity) {
        var problems = problems("26.7", Map.of(name, new Setting(value, locked)), EVENTS, VIEW, SUMS);

        if (severity == null) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).singleElement().satisfies(problem -> {
                assertThat(problem.severity()).isEqualTo(severity);
                assertThat(problem.what()).contains(name + " is " + value);
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"24.3.1.1, ERROR", "25.8.2.1, NOTE", "26.8.1.1,", "27.1.1.1,", "odd, NOTE"})
    void shouldSayWhichVersionIsTooOld(String version, Severity severity) {
        assertThat(problems(version, Map.of(), EVENTS, VIEW, SUMS))
                .extracting(Problem::severity)
                .isEqualTo(severity == null ? List.of() : List.of(severity));
    }

    private static List<Problem> problems(String version, Map<String, Setting> settings, Table... tables) {
        return ExactlyOnceRules.advising(10_000).problems(facts(version, settings, tables), List.of("d.events"));
    }

    private static ServerState facts(String version, Map<String, Setting> settings, Table... tables) {
        var byName = Arrays.stream(tables).collect(Collectors.toMap(Table::name, Function.identity()));
        return new ServerState(version, settings, byName);
    }
}
