package io.watchllm.cli.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.alerting.rule.BuiltInRules;
import io.watchllm.alerting.rule.Rule;
import io.watchllm.alerting.rule.RuleFile;
import io.watchllm.control.AlertRule;
import io.watchllm.operations.rules.RuleChanges;
import io.watchllm.operations.rules.RuleChanges.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleChangesTest {

    private static List<RuleFile.Entry> file(String rule) {
        return RuleFile.parse("rules: [{rule_id: r, kind: cost_sum, window: 1h, " + rule + "}]", Map.of());
    }

    private static AlertRule known(int version) {
        return file("warn: 1, version: " + version).getFirst().record();
    }

    @Test
    void shouldCountTheVersionOnOnlyWhenSomethingChanged() {
        var before = Map.of("r", known(4));

        assertThat(RuleChanges.between(before, file("warn: 1"))).isEqualTo(new RuleChanges(List.of(), 1));
        assertThat(RuleChanges.between(before, file("warn: 1, version: 4")).unchanged())
                .isEqualTo(1);
        assertThat(RuleChanges.between(before, file("warn: 2")).changes())
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.kind()).isEqualTo(Kind.CHANGED);
                    assertThat(change.rule().getVersion()).isEqualTo(5);
                });
        assertThat(RuleChanges.between(before, file("warn: 2, version: 9")).changes())
                .extracting(change -> change.rule().getVersion())
                .containsExactly(9);
        assertThat(RuleChanges.between(Map.of(), file("warn: 1")).changes())
                .extracting(RuleChanges.Change::kind)
                .containsExactly(Kind.NEW);
    }

    @Test
    void shouldExplainEveryRuleThatShipsAndTellItInALineAndAsJson() {
        for (var record : BuiltInRules.records().values()) {
            var rule = ((Rule.Valid) Rule.of(record)).rule();

            assertThat(RuleExplanation.text(rule, false))
                    .contains(rule.id() + ", version 1, ships inside, switched on", "looks at", "measures", "forgets");
            assertThat(RuleText.line("built-in", record, false))
                    .contains(rule.id(), rule.kind().name());
            assertThat(RuleText.json("built-in", record, true)).contains("\"rule_id\":\"" + rule.id() + "\"");
        }
    }
}
