package io.watchllm.cli.rules;

import io.watchllm.alerting.rule.RuleFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code watchllm rules show RULE}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Show a rule as a file has it, ready to be changed and applied. Exit code 1 when there is none.",
        footerHeading = "%nExamples:%n",
        footer = {"  watchllm rules show default-loop > rules.yaml"})
final class RulesShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private RulesCommand parent;

    @Parameters(paramLabel = "RULE", description = "Id of the rule.")
    private String id;

    @Override
    public Integer call() {
        var err = spec.commandLine().getErr();
        var rule = parent.known(err).get(id);
        if (rule == null) {
            return RulesCommand.tellNone(id, err);
        }
        var out = spec.commandLine().getOut();
        out.println("rules:");
        RuleFile.yaml(rule).lines().forEach(line -> out.println("  " + line));
        out.flush();
        return 0;
    }
}
