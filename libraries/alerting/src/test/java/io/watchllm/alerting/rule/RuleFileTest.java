package io.watchllm.alerting.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.alerting.Sample;
import io.watchllm.control.AlertRule;
import io.watchllm.control.RuleKind;
import io.watchllm.strictfile.StrictFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleFileTest {

    private static final Path DOCS = Path.of("..", "..", "docs", "operators");
    private static final Path SCHEMA = DOCS.resolve("alert-rules.schema.json");
    private static final String ADVICE =
            "docs/operators/alert-rules.schema.json is out of date; ./mvnw test -pl libraries/alerting -am -Dtest=RuleFileTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true writes it";

    @Test
    void shouldReadEveryKeyAndWriteItBack() {
        for (var line : Sample.EACH_KIND) {
            var record = Sample.record(line);
            var again = RuleFile.parse("rules:\n" + RuleFile.yaml(record), Map.of());

            assertThat(again).extracting(RuleFile.Entry::record).containsExactly(record);
            assertThat(again.getFirst().versioned()).isTrue();
        }
    }

    @Test
    void shouldReadTheFilterTheTextsAndTheTimes() {
        var record = Sample.record(
                "kind: error_rate, scope: model, window: 90m, warn: 0.05, cooldown: 1d, renotify: 30s,"
                        + " description: \"a \\\"b\\\"\", project_id: mine, enabled: false, filter: {env: prod, tag: \"x:y\"}");

        assertThat(record.getWindowMs()).isEqualTo(5_400_000);
        assertThat(record.getCooldownMs()).isEqualTo(86_400_000);
        assertThat(record.getRenotifyMs()).isEqualTo(30_000);
        assertThat(record.getEnabled()).isFalse();
        assertThat(record.getFilter())
                .hasToString(
                        "{\"env\": \"prod\", \"provider\": null, \"model\": null, \"agent\": null, \"tool\": null, \"tag\": \"x:y\"}");
        assertThat(RuleFile.parse("rules:\n" + RuleFile.yaml(record), Map.of())
                        .getFirst()
                        .record())
                .isEqualTo(record);
    }

    @Test
    void shouldRefuseTheWholeFileAndTellEachLine() {
        assertThatThrownBy(() -> RuleFile.parse("""
                        rules:
                          - rule_id: good
                            kind: cost_sum
                            window: 1h
                            warn: 1
                          - rule_id: bad
                            kind: cost_sum
                            window: 90s
                            warn: 5
                            critical: 2
                          - rule_id: worse
                            kind: costs
                            for: 3
                        """, Map.of()))
                .isInstanceOf(StrictFileException.class)
                .hasMessage(
                        "line 8: rules[1].window is 90000 ms; expected whole seconds up to a minute, and whole minutes above\n"
                                + "line 10: rules[1].critical is 2.000000000, below warn; expected at least 5.000000000\n"
                                + "line 12: rules[2].kind is \"costs\"; expected one of "
                                + String.join(", ", RuleKinds.words(RuleKind.values()))
                                + "\nline 13: rules[2].for is not known; expected one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(RuleField.values())
                                                .map(RuleField::word)
                                                .toList())
                                + " (did you mean 'for_n'?)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'rules: ['                                             | line 1, column 9: is not valid YAML (",
                "''                                                     | line 1: the file is empty; expected rules:",
                "'a: 1'                                                 | line 1: a is not known; expected one of rules",
                "'rules: []'                                            | line 1: rules is a list of 0",
                "'rules: 5'                                             | line 1: rules is 5; expected a list of 1 to 500 rules",
                "'rules: [5]'                                           | rules[0] is 5; expected a map with rule_id",
                "'rules: [{kind: no_data, warn: 5}]'                    | rules[0].rule_id is missing",
                "'rules: [{rule_id: x, warn: 5}]'                       | rules[0].kind is missing",
                "'rules: [{rule_id: x, kind: no_data, warn: 5, warn: 6}]' | rules[0].warn is there twice",
                "'rules: [{rule_id: X, kind: no_data, warn: 5}]'        | rules[0].rule_id is \"X\"; expected 1 to 80 of",
                "'rules: [{rule_id: x, kind: no_data, warn: many}]'     | rules[0].warn is \"many\"; expected a number",
                "'rules: [{rule_id: x, kind: no_data, warn: 0.5}]'      | rules[0].warn is 0.500000000; expected seconds",
                "'rules: [{rule_id: x, kind: no_data, warn: -5}]'       | rules[0].warn is -5.000000000; expected more than 0",
                "'rules: [{rule_id: x, kind: no_data}]'                 | rules[0].warn is missing, and critical too",
                "'rules: [{rule_id: x, kind: no_data, warn: 5, window: 1h}]' | rules[0].window is there, but no_data has no use for it",
                "'rules: [{rule_id: x, kind: cost_sum, warn: 5}]'       | rules[0].window is missing",
                "'rules: [{rule_id: x, kind: cost_sum, warn: 5, window: 8d}]' | rules[0].window is 8d; expected 1s to 7d",
                "'rules: [{rule_id: x, kind: cost_sum, warn: 5, window: 1h, scope: tool}]' | for which cost_sum can't be counted; expected project or run or user or model",
                "'rules: [{rule_id: x, kind: error_rate, warn: 5, window: 1h}]' | rules[0].warn is 5.000000000; expected a share",
                "'rules: [{rule_id: x, kind: error_rate, warn: 0.5, window: 1h, for_n: 0}]' | rules[0].for_n is 0; expected 1 to 1000",
                "'rules: [{rule_id: x, kind: error_rate, warn: 0.5, window: 1h, recover_ratio: 2}]' | rules[0].recover_ratio is 2.0",
                "'rules: [{rule_id: x, kind: run_budget}]'              | rules[0].limit is missing",
                "'rules: [{rule_id: x, kind: run_budget, limit: 5, budget_percents: [80, 50]}]' | rules[0].budget_percents is [80, 50]",
                "'rules: [{rule_id: x, kind: run_budget, limit: 5, critical: 5}]' | rules[0] has both limit and critical",
                "'rules: [{rule_id: x, kind: daily_budget, limit: 5, time_zone: Berlin}]' | rules[0].time_zone is \"Berlin\"",
                "'rules: [{rule_id: x, kind: cost_spike, window: 5m, factor: 1, floor: 1}]' | rules[0].factor is 1.000000000; expected more than 1",
                "'rules: [{rule_id: x, kind: cost_spike, window: 5m, factor: 3}]' | rules[0].floor is missing",
                "'rules: [{rule_id: x, kind: agent_loop, repeat_calls: 1}]' | rules[0].repeat_calls is 1; expected 0 for never",
                "'rules: [{rule_id: x, kind: unpriced_model, cap_per_hour: 0}]' | rules[0].cap_per_hour is 0; expected 1 or more",
                "'rules: [{rule_id: x, kind: unpriced_model, filter: {envs: a}}]' | rules[0].filter.envs is not known",
                "'rules: [{rule_id: x, kind: unpriced_model}, {rule_id: x, kind: unpriced_model}]' | rules[1].rule_id is \"x\", as is that of a rule before it"
            })
    void shouldSayWhatIsWrongAndWhatWouldBeRight(String yaml, String message) {
        assertThatThrownBy(() -> RuleFile.parse(yaml, Map.of())).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "true, true",
        "True, true",
        "TRUE, true",
        "yes, true",
        "Yes, true",
        "YES, true",
        "on, true",
        "On, true",
        "ON, true",
        "false, false",
        "False, false",
        "FALSE, false",
        "no, false",
        "No, false",
        "NO, false",
        "off, false",
        "Off, false",
        "OFF, false"
    })
    void shouldSwitchARuleAsYamlReadsTheWord(String word, boolean enabled) {
        var yaml = "rules: [{rule_id: x, kind: no_data, warn: 5, enabled: " + word + "}]";

        assertThat(RuleFile.parse(yaml, Map.of()).getFirst().record().getEnabled())
                .isEqualTo(enabled);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "enabled: \"true\"            | enabled is \"true\"; expected true or false, without quotes",
                "enabled: 'false'            | enabled is \"false\"; expected true or false",
                "enabled: 1                  | enabled is 1; expected true or false",
                "enabled: y                  | enabled is \"y\"; expected true or false",
                "enabled: tRUE               | enabled is \"tRUE\"; expected true or false",
                "enabled: null               | enabled is null; expected true or false",
                "enabled: !!bool maybe       | enabled is maybe; expected true or false",
                "enabled:                    | enabled is null; expected true or false",
                "version: 010                | version is \"010\"; expected a whole number",
                "version: \"1\"              | version is \"1\"; expected a whole number",
                "version: 1_0                | version is \"1_0\"; expected a whole number",
                "version: 0x1                | version is \"0x1\"; expected a whole number",
                "version: 1.0                | version is 1.0; expected a whole number",
                "critical: 050               | critical is \"050\"; expected a number",
                "critical: \"50\"            | critical is \"50\"; expected a number",
                "critical: 50 USD            | critical is \"50 USD\"; expected a number",
                "critical: 5e1               | critical is \"5e1\"; expected a number",
                "critical: .inf              | critical is \".inf\"; expected a number",
                "critical: null              | critical is null; expected a number",
                "critical:                   | critical is null; expected a number",
                "cooldown: 30                | cooldown is 30; expected a time",
                "cooldown: 1h30m             | cooldown is \"1h30m\"; expected a time",
                "cooldown: null              | cooldown is null; expected a time",
                "project_id: null            | project_id is null; expected a text",
                "project_id: ~               | project_id is null; expected a text",
                "project_id: [a]             | project_id is a list of 1; expected a text",
                "filter: null                | filter is null; expected a map",
                "filter: {model: null}       | filter.model is null; expected a text",
                "filter: {model: ~}          | filter.model is null; expected a text",
                "filter: {model: a, model: b} | filter.model is there twice; expected each key once"
            })
    void shouldTakeNoScalarForAnother(String entry, String message) {
        var yaml = "rules:\n  - rule_id: x\n    kind: no_data\n    warn: 5\n    " + entry + "\n";

        assertThatThrownBy(() -> RuleFile.parse(yaml, Map.of()))
                .hasMessageStartingWith("line 5: rules[0].")
                .hasMessageContaining(message);
    }

    @Test
    void shouldRefuseAliases() {
        assertThatThrownBy(() -> RuleFile.parse("rules:\n  - &a {rule_id: x}\n  - *a\n", Map.of()))
                .hasMessage("line 3: *a is an alias; expected the value itself");
        assertThatThrownBy(() -> RuleFile.parse("rules:\n  - &a {rule_id: x}\n  - {<<: *a}\n", Map.of()))
                .hasMessage("line 3: *a is an alias; expected the value itself");
    }

    @Test
    void shouldChangeOfARuleThatShipsOnlyWhatIsNamed() {
        var shipped = BuiltInRules.records();

        var tuned = RuleFile.parse("rules: [{rule_id: default-slow-call, warn: 9000}]", shipped)
                .getFirst()
                .record();

        assertThat(tuned)
                .isEqualTo(AlertRule.newBuilder(shipped.get("default-slow-call"))
                        .setWarn(tuned.getWarn())
                        .build());
        assertThat(tuned.getWarn()).isEqualByComparingTo("9000");
        assertThatThrownBy(() -> RuleFile.parse("rules: [{rule_id: default-slow, warn: 9000}]", shipped))
                .hasMessageContaining("it may be left out for a rule that ships, of which \"default-slow\" is none");
    }

    @Test
    void shouldHaveASchemaThatSaysTheSame() throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(SCHEMA, AlertRuleSchema.text());
        }

        assertThat(Files.readString(SCHEMA)).as(ADVICE).isEqualTo(AlertRuleSchema.text());
    }

    @Test
    void shouldReadTheExamplesOfThePageAndTellOfEachKindAndKey() throws IOException {
        var page = Files.readString(DOCS.resolve("alerts.md"));
        var kinds = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .flatMap(block -> RuleFile.parse(block.group(1), BuiltInRules.records()).stream())
                .map(entry -> entry.record().getKind())
                .toList();

        assertThat(RuleKinds.words(RuleKind.values()))
                .allSatisfy(kind -> assertThat(page).contains(kind))
                .filteredOn(kind -> !kinds.contains(RuleKind.valueOf(kind)))
                .as("kinds without an example")
                .isSubsetOf(List.of("latency_p50", "latency_p99"));
        assertThat(BuiltInRules.records().keySet())
                .allSatisfy(id -> assertThat(page).contains("`" + id + "`"));
    }

    @Test
    void shouldStandBehindTheTopic() {
        var own = Sample.rule("rule_id: default-loop, enabled: false, kind: agent_loop")
                .rule();

        var rules = BuiltInRules.behind(List.of(own));

        assertThat(rules).hasSize(BuiltInRules.records().size()).contains(own);
        assertThat(rules).filteredOn(rule -> rule.id().equals("default-loop")).containsExactly(own);
    }
}
