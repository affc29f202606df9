package io.watchllm.cli.rules;

import io.watchllm.alerting.rule.BuiltInRules;
import io.watchllm.cli.shell.Failures;
import io.watchllm.cli.shell.Quiet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code watchllm rules delete RULE…}. */
@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        description = "Delete rules from the topic. A rule that ships then holds again as it ships; to switch it off,"
                + " apply it with enabled: false. Exit code 1 when the topic has no such rule; then none is deleted.",
        footerHeading = "%nExamples:%n",
        footer = {"  watchllm rules delete spend-of-users"})
final class RulesDeleteCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private RulesCommand parent;

    @Parameters(arity = "1..*", paramLabel = "RULE", description = "Ids of rules.")
    private List<String> ids;

    @Override
    public Integer call() {
        Quiet.services();
        var err = spec.commandLine().getErr();
        var contents = parent.topic().read();
        var missing = ids.stream()
                .filter(id ->
                        !contents.rules().containsKey(id) && !contents.broken().containsKey(id))
                .toList();
        if (!missing.isEmpty()) {
            missing.forEach(id -> err.println("watchllm: the topic has no rule '" + id + "'"
                    + (BuiltInRules.records().containsKey(id)
                            ? ", which ships inside: apply it with enabled: false to switch it off"
                            : "")));
            return Failures.FAILED;
        }
        parent.topic().delete(ids);
        var out = spec.commandLine().getOut();
        out.printf("deleted %,d%n", ids.size());
        out.flush();
        return 0;
    }
}
