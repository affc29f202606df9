package io.watchllm.cli.rules;

import io.watchllm.alerting.rule.BuiltInRules;
import io.watchllm.cli.shell.Failures;
import io.watchllm.cli.shell.Quiet;
import io.watchllm.cli.shell.ShellCommand;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code watchllm rules delete RULE…}. */
@Command(
        name = "delete",
        description = "Delete rules from the topic. A rule that ships then holds again as it ships; to switch it off,"
                + " apply it with enabled: false. Exit code 1 when the topic has no such rule; then none is deleted.",
        footer = {"  watchllm rules delete spend-of-users"})
final class RulesDeleteCommand extends ShellCommand implements Callable<Integer> {
    @ParentCommand
    private RulesCommand parent;

    @Parameters(arity = "1..*", paramLabel = "RULE", description = "Ids of rules.")
    private List<String> ids;

    @Override
    public Integer call() {
        Quiet.services();
        var contents = parent.topic().read();
        var missing = ids.stream()
                .filter(id ->
                        !contents.values().containsKey(id) && !contents.broken().containsKey(id))
                .toList();
        if (!missing.isEmpty()) {
            missing.forEach(id -> err().println("watchllm: the topic has no rule '" + id + "'"
                    + (BuiltInRules.records().containsKey(id)
                            ? ", which ships inside: apply it with enabled: false to switch it off"
                            : "")));
            return Failures.FAILED;
        }
        parent.topic().delete(ids);
        out().printf("deleted %,d%n", ids.size());
        return 0;
    }
}
