package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.clickhouse.core.Migration;
import io.watchllm.clickhouse.core.MigrationPlan.Action;
import io.watchllm.clickhouse.core.StatementEffect;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaPlanIT {
    @Test
    void shouldTellWhatWouldBeMadeAndMakeNothing() {
        var database = TestDatabase.absent();
        var settings = SchemaSettings.DEFAULT.with(30, List.of());

        var plan = new SchemaTool(database.settings(), settings).plan();

        assertThat(plan.exists()).isFalse();
        assertThat(plan.statements()).isNotEmpty().allMatch(statement -> statement.action() == Action.APPLY);
        assertThat(plan.statements().getFirst().sql())
                .singleElement()
                .asString()
                .contains(database.name() + ".events", "CODEC(ZSTD(3)) TTL toDateTime(timestamp) + toIntervalDay(30)")
                .doesNotContain("{{");
        assertThat(plan.statements())
                .extracting(SchemaPlan.Planned::effect)
                .contains(StatementEffect.MAKES, StatementEffect.FEEDS, StatementEffect.METADATA);
        assertThat(database.sql(
                        "SHOW DATABASES LIKE '" + database.name() + "'", java.util.Map.of("database", "system")))
                .isEmpty();
    }

    @Test
    void shouldTellWhatANewMigrationWouldDoToAFullTable() {
        try (var database = TestDatabase.created()) {
            database.sql("INSERT INTO events (event_id, project_id, timestamp) SELECT toString(number), 'p', now() FROM"
                    + " numbers(1000)");
            var migrations = new ArrayList<>(SchemaTool.migrations());
            migrations.add(Migration.of(
                    "%04d_next.sql".formatted(migrations.size() + 1),
                    "ALTER TABLE {{database}}.events ADD COLUMN IF NOT EXISTS region String;"
                            + "ALTER TABLE {{database}}.events MATERIALIZE INDEX idx_model"));
            var tool = new SchemaTool(database.settings(), SchemaSettings.DEFAULT, migrations);
            var before = database.sql("SHOW CREATE TABLE events");

            var plan = tool.plan();

            var runs =
                    plan.statements().stream().filter(SchemaPlan.Planned::runs).toList();
            assertThat(runs)
                    .extracting(SchemaPlan.Planned::effect)
                    .containsExactly(StatementEffect.METADATA, StatementEffect.REWRITES);
            assertThat(runs)
                    .allMatch(statement ->
                            statement.size().rows() == 1000 && statement.size().bytes() > 0);
            assertThat(plan.statements().getFirst().action()).isEqualTo(Action.ALREADY_THERE);
            assertThat(plan.statements().getFirst().sql()).isEmpty();
            assertThat(database.sql("SHOW CREATE TABLE events")).isEqualTo(before);

            tool.create(_ -> {});
            assertThat(tool.plan().statements()).noneMatch(SchemaPlan.Planned::runs);
        }
    }

    @Test
    void shouldTellWhatIsGone() {
        try (var database = TestDatabase.created()) {
            database.sql("DROP VIEW hourly_report");

            assertThat(database.tool().plan().statements())
                    .filteredOn(SchemaPlan.Planned::runs)
                    .singleElement()
                    .satisfies(statement -> {
                        assertThat(statement.name()).isEqualTo("hourly_report");
                        assertThat(statement.action()).isEqualTo(Action.RESTORE);
                    });
        }
    }
}
