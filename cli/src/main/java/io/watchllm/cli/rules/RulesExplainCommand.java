package io.watchllm.cli.rules;

import io.watchllm.alerting.rule.BuiltInRules;
import io.watchllm.alerting.rule.Rule;
import io.watchllm.cli.shell.ShellCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code watchllm rules explain RULE}. */
@Command(
        name = "explain",
        description = "Say in words what a rule looks at, how it counts, when it tells, and when it is over. Exit code"
                + " 1 when there is none.",
        footer = {"  watchllm rules explain default-error-rate"})
final class RulesExplainCommand extends ShellCommand implements Callable<Integer> {
    @ParentCommand
    private RulesCommand parent;

    @Parameters(paramLabel = "RULE", description = "Id of the rule.")
    private String id;

    @Override
    public Integer call() {
        var topic = parent.rules();
        var record =
                topic.containsKey(id) ? topic.get(id) : BuiltInRules.records().get(id);
        if (record == null || !(Rule.of(record) instanceof Rule.Valid valid)) {
            return parent.tellNone(id);
        }
        out().print(RuleExplanation.text(valid.rule(), topic.containsKey(id)));
        return 0;
    }
}
