package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.clickhouse.core.PayloadColumns;
import io.watchllm.clickhouse.core.TableState;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadColumnsTest {
    /** Large texts are compressed harder than the rest. */
    private static final Pattern LARGE = Pattern.compile("(?m)^ {4}(\\w+) .*CODEC\\(ZSTD\\(3\\)\\)");

    @ParameterizedTest
    @ValueSource(strings = {"events", "tool_calls", "agent_steps"})
    void shouldBeTheLargeTextsOfATable(String table) {
        var columns = SchemaTool.expected(Set.of()).stream()
                .filter(each -> each.name().equals(table))
                .flatMap(each -> each.columns().stream())
                .map(TableState.Column::name)
                .toList();
        var large = SqlFolder.read("migrations").values().stream()
                .filter(text -> text.contains("{{database}}." + table + "\n("))
                .flatMap(text -> LARGE.matcher(text).results())
                .map(match -> match.group(1))
                .toList();

        assertThat(columns).containsAll(PayloadColumns.of(table));
        assertThat(PayloadColumns.of(table)).isNotEmpty().containsAll(large);
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "tool_calls", "agent_steps"})
    void shouldGetTheirTtlWhereTheTableIsMade(String table) {
        var create = SqlFolder.read("migrations").values().stream()
                .filter(text -> text.contains("{{database}}." + table + "\n("))
                .findFirst()
                .orElseThrow();
        var ttl = "t + transform(project_id, ['it\\'s', '$1'], [7, 8], 30)";

        var lines = PayloadColumns.withTtl(table, create, ttl).lines().toList();

        assertThat(lines)
                .filteredOn(line -> line.contains(" TTL "))
                .allMatch(line -> line.endsWith(") TTL " + ttl + ","))
                .extracting(line -> line.strip().split(" ", 2)[0])
                .containsExactlyElementsOf(PayloadColumns.of(table));
        assertThat(lines.stream().map(line -> line.replace(" TTL " + ttl, "")))
                .containsExactlyElementsOf(create.lines().toList());
        assertThat(PayloadColumns.withTtl(table, create, "")).isEqualTo(create);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hourly_metrics", "cost_corrections"})
    void shouldBeNoneOfATableOfNumbers(String table) {
        assertThat(PayloadColumns.of(table)).isEqualTo(List.of());
    }

    @Test
    void shouldLeaveWhatRollupsAndAuditsRead() {
        assertThat(PayloadColumns.of("events"))
                .doesNotContain("project_id", "run_id", "status", "model", "cost_estimate_usd", "error_type", "flags");
        assertThat(PayloadColumns.isOne("tool_calls", "args_hash")).isFalse();
    }
}
