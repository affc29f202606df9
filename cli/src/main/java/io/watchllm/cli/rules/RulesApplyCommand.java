package io.watchllm.cli.rules;

import io.watchllm.cli.shell.Json;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.operations.rules.RuleChanges;
import io.watchllm.operations.rules.RuleChanges.Change;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code watchllm rules apply FILE}. */
@Command(
        name = "apply",
        description = {
            "Put the rules of a file on the topic. Running processors evaluate them at once.",
            "",
            "A rule that is there already as it is stays; one that changed gets the next version, and starts fresh."
                    + " Rules that the file does not name stay. A file with one fault is refused whole (docs/operators/alerts.md).",
        },
        footer = {"  watchllm rules apply rules.yaml --dry-run", "  watchllm rules apply rules.yaml"})
final class RulesApplyCommand extends ShellCommand implements Callable<Integer> {
    @ParentCommand
    private RulesCommand parent;

    @Parameters(paramLabel = "FILE", description = "The file of rules.")
    private Path file;

    @Option(names = "--dry-run", description = "Say what would be written, and write nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Tell it as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        var out = out();
        var entries = RulesCommand.read(file);
        var changes = RuleChanges.between(parent.known(), entries);
        if (!dryRun && !changes.changes().isEmpty()) {
            parent.topic().write(changes.changes().stream().map(Change::rule).toList());
        }
        if (json) {
            out.println(Json.line(Map.of(
                    "new", count(changes, RuleChanges.Kind.NEW),
                    "changed", count(changes, RuleChanges.Kind.CHANGED),
                    "unchanged", changes.unchanged())));
        } else {
            changes.changes()
                    .forEach(change -> out.printf(
                            "%-8s %s, version %d%n",
                            change.kind().word(),
                            change.rule().getRuleId(),
                            change.rule().getVersion()));
            out.printf(
                    "%s%,d new, %,d changed, %,d unchanged%n",
                    dryRun ? "would be written: " : "",
                    count(changes, RuleChanges.Kind.NEW),
                    count(changes, RuleChanges.Kind.CHANGED),
                    changes.unchanged());
        }
        return 0;
    }

    private static long count(RuleChanges changes, RuleChanges.Kind kind) {
        return changes.changes().stream()
                .filter(change -> change.kind() == kind)
                .count();
    }
}
