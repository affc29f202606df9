package io.watchllm.clickhouse.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.clickhouse.core.MigrationPlan.Action;
import io.watchllm.clickhouse.core.MigrationPlan.Step;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MigrationPlanTest {
    private static final Migration FIRST = Migration.of(
            "0001_first.sql",
            "CREATE TABLE IF NOT EXISTS {{database}}.a (x String); CREATE TABLE IF NOT EXISTS {{database}}.b (x String)");
    private static final Migration SECOND = Migration.of(
            "0002_second.sql",
            "ALTER TABLE {{database}}.a ADD COLUMN IF NOT EXISTS y String; DROP TABLE IF EXISTS {{database}}.b");
    private static final Migration THIRD = Migration.of(
            "0003_third.sql", "-- when: extra\nALTER TABLE {{database}}.a ADD COLUMN IF NOT EXISTS z String");
    private static final List<Migration> ALL = List.of(FIRST, SECOND, THIRD);

    @Test
    void shouldApplyEverythingToAnEmptyDatabase() {
        assertThat(actions(List.of(), Set.of(), Set.of()))
                .containsExactly(Action.APPLY, Action.APPLY, Action.APPLY, Action.APPLY);
        assertThat(actions(List.of(), Set.of(), Set.of("extra"))).hasSize(5);
    }

    @Test
    void shouldApplyOnlyWhatIsNew() {
        assertThat(actions(List.of(applied(FIRST)), Set.of("a", "b"), Set.of()))
                .containsExactly(Action.ALREADY_THERE, Action.ALREADY_THERE, Action.APPLY, Action.APPLY);
    }

    @Test
    void shouldApplyASwitchedMigrationLater() {
        assertThat(actions(List.of(applied(FIRST), applied(SECOND)), Set.of("a"), Set.of("extra")))
                .containsExactly(
                        Action.ALREADY_THERE,
                        Action.ALREADY_THERE,
                        Action.ALREADY_THERE,
                        Action.ALREADY_THERE,
                        Action.APPLY);
    }

    @Test
    void shouldRestoreEveryStatementOfWhatIsGone() {
        // b is dropped by the second migration, so it is not missed.
        assertThat(actions(List.of(applied(FIRST), applied(SECOND), applied(THIRD)), Set.of(), Set.of()))
                .containsExactly(
                        Action.RESTORE, Action.ALREADY_THERE, Action.RESTORE, Action.ALREADY_THERE, Action.RESTORE);
    }

    @Test
    void shouldRefuseAnEditedRenamedOrUnknownMigration() {
        assertThatThrownBy(() -> actions(List.of(new AppliedMigration(1, "first", "0")), Set.of(), Set.of()))
                .isInstanceOf(MigrationRefusedException.class)
                .hasMessage(
                        "Migration 0001_first was changed after it was applied. Applied: checksum 0. Now: 0001_first,"
                                + " checksum " + FIRST.checksum()
                                + ". Restore the file as it was, and bring the change as a new migration.");
        assertThatThrownBy(
                        () -> actions(List.of(new AppliedMigration(2, "other", SECOND.checksum())), Set.of(), Set.of()))
                .hasMessageContaining("0002_other")
                .hasMessageContaining("0002_second");
        assertThatThrownBy(() -> actions(List.of(new AppliedMigration(9, "later", "0")), Set.of(), Set.of()))
                .hasMessageContaining("0009_later")
                .hasMessageContaining("newer version");
    }

    @Test
    void shouldRefuseAGapInTheNumbers() {
        assertThatThrownBy(() -> MigrationPlan.of(List.of(FIRST, THIRD), List.of(), Set.of(), Set.of()))
                .hasMessageContaining("0003_third stands at place 2");
    }

    private static List<Action> actions(List<AppliedMigration> applied, Set<String> present, Set<String> switches) {
        return MigrationPlan.of(ALL, applied, present, switches).steps().stream()
                .map(Step::action)
                .toList();
    }

    private static AppliedMigration applied(Migration migration) {
        return new AppliedMigration(migration.number(), migration.name(), migration.checksum());
    }
}
