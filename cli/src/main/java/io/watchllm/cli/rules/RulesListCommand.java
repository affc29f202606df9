package io.watchllm.cli.rules;

import io.watchllm.alerting.rule.BuiltInRules;
import io.watchllm.alerting.rule.FailedRule;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.control.AlertRule;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code watchllm rules list}. */
@Command(
        name = "list",
        description = {
            "List the rules that hold: those of the topic, and those that ship inside, which stand behind them.",
            "",
            "A rule that a processor has switched off because it failed is 'failed' in the column 'on', until another"
                    + " version is applied or its dead letter is dropped."
        },
        footer = {"  watchllm rules list", "  watchllm rules list --json | jq 'select(.kind == \"cost_sum\")'"})
final class RulesListCommand extends ShellCommand implements Callable<Integer> {
    @ParentCommand
    private RulesCommand parent;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() {
        var out = out();
        var topic = parent.rules();
        var failed = parent.failed();
        var builtIn = new TreeMap<>(BuiltInRules.records());
        builtIn.keySet().removeAll(topic.keySet());
        if (!json) {
            out.println(RuleText.HEAD);
        }
        print("topic", topic, failed, out);
        print("built-in", builtIn, failed, out);
        return 0;
    }

    private void print(String list, Map<String, AlertRule> rules, Set<FailedRule> failed, PrintWriter out) {
        for (var rule : rules.values()) {
            boolean isFailed = failed.contains(new FailedRule(rule.getRuleId(), rule.getVersion()));
            out.println(json ? RuleText.json(list, rule, isFailed) : RuleText.line(list, rule, isFailed));
        }
    }
}
