package io.watchllm.cli.rules;

import io.watchllm.alerting.rule.RuleFile;
import io.watchllm.cli.shell.ShellCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code watchllm rules show RULE}. */
@Command(
        name = "show",
        description = "Show a rule as a file has it, ready to be changed and applied. Exit code 1 when there is none.",
        footer = {"  watchllm rules show default-loop > rules.yaml"})
final class RulesShowCommand extends ShellCommand implements Callable<Integer> {
    @ParentCommand
    private RulesCommand parent;

    @Parameters(paramLabel = "RULE", description = "Id of the rule.")
    private String id;

    @Override
    public Integer call() {
        var rule = parent.known().get(id);
        if (rule == null) {
            return parent.tellNone(id);
        }
        var out = out();
        out.println("rules:");
        RuleFile.yaml(rule).lines().forEach(line -> out.println("  " + line));
        return 0;
    }
}
