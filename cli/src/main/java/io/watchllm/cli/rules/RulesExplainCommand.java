package io.watchllm.cli.rules;

import io.watchllm.alerting.rule.BuiltInRules;
import io.watchllm.alerting.rule.Rule;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code watchllm rules explain RULE}. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Say in words what a rule looks at, how it counts, when it tells, and when it is over. Exit code"
                + " 1 when there is none.",
        footerHeading = "%nExamples:%n",
        footer = {"  watchllm rules explain default-error-rate"})
final class RulesExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private RulesCommand parent;

    @Parameters(paramLabel = "RULE", description = "Id of the rule.")
    private String id;

    @Override
    public Integer call() {
        var err = spec.commandLine().getErr();
        var topic = parent.rules(err);
        var record =
                topic.containsKey(id) ? topic.get(id) : BuiltInRules.records().get(id);
        if (record == null || !(Rule.of(record) instanceof Rule.Fit fit)) {
            return RulesCommand.tellNone(id, err);
        }
        var out = spec.commandLine().getOut();
        out.print(RuleExplanation.text(fit.rule(), topic.containsKey(id)));
        out.flush();
        return 0;
    }
}
