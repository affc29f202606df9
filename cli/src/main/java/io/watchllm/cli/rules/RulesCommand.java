package io.watchllm.cli.rules;

import io.watchllm.alerting.rule.BuiltInRules;
import io.watchllm.alerting.rule.FailedRule;
import io.watchllm.alerting.rule.Rule;
import io.watchllm.alerting.rule.RuleFile;
import io.watchllm.cli.shell.InputFiles;
import io.watchllm.cli.shell.JsonObject;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.cli.shell.TopCommand;
import io.watchllm.control.AlertRule;
import io.watchllm.operations.rules.RuleChanges;
import io.watchllm.operations.rules.RuleChanges.Change;
import io.watchllm.operations.rules.RuleTopic;
import io.watchllm.runtime.ConfigException;
import io.watchllm.strictfile.StrictFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code watchllm rules}. */
@Command(
        name = "rules",
        synopsisSubcommandLabel = "COMMAND",
        description = "Alert rules: what is watched in events, and when somebody is notified.",
        subcommands = {
            RulesTestCommand.class,
            RulesCommand.ApplyCommand.class,
            RulesCommand.ListCommand.class,
            RulesCommand.ShowCommand.class,
            RulesCommand.ExplainCommand.class,
            RulesCommand.DeleteCommand.class
        })
public final class RulesCommand extends TopCommand {
    /** The rules of a file, all of them fit for use. */
    static List<RuleFile.Entry> read(Path file) throws IOException {
        InputFiles.requireReadable("FILE", List.of(file.toString()), "YAML file of rules");
        try {
            return RuleFile.parse(Files.readString(file), BuiltInRules.records());
        } catch (StrictFileException problem) {
            throw new ConfigException("FILE", "can't use '" + file + "':\n" + problem.getMessage());
        }
    }

    /** Base of the commands that read the topic of rules. */
    abstract static class TopicCommand extends ShellCommand implements Callable<Integer> {
        RuleTopic topic() {
            return new RuleTopic(kafka());
        }

        /** The rules of the topic; what is broken there is printed. */
        Map<String, AlertRule> rules() {
            var contents = topic().read();
            contents.tellBroken("rule", err());
            return new TreeMap<>(contents.values());
        }

        /** The rules that hold: those of the topic, and behind them those that ship. */
        Map<String, AlertRule> known() {
            var known = new TreeMap<>(BuiltInRules.records());
            known.putAll(rules());
            return known;
        }

        /** Tells that there is no such rule; the exit code. */
        int tellNone(String id) {
            err().println("watchllm: there is no rule '" + id + "'; 'watchllm rules list' names all");
            return exitCode(false);
        }
    }

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
    static final class ApplyCommand extends TopicCommand {
        @Parameters(paramLabel = "FILE", description = "The file of rules.")
        private Path file;

        @Option(names = "--dry-run", description = "Say what would be written, and write nothing.")
        private boolean dryRun;

        @Option(names = "--json", description = "Tell it as one JSON object.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            var out = out();
            var entries = read(file);
            var changes = RuleChanges.between(known(), entries);
            if (!dryRun && !changes.changes().isEmpty()) {
                topic().write(changes.changes().stream().map(Change::rule).toList());
            }
            if (json) {
                out.println(new JsonObject()
                        .put("new", count(changes, RuleChanges.Kind.NEW))
                        .put("changed", count(changes, RuleChanges.Kind.CHANGED))
                        .put("unchanged", changes.unchanged())
                        .line());
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
    static final class ListCommand extends TopicCommand {
        @Option(names = "--json", description = "One JSON object a line.")
        private boolean json;

        @Override
        public Integer call() {
            var out = out();
            var topic = rules();
            var failed = RuleTopic.failed(kafka());
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

    /** {@code watchllm rules show RULE}. */
    @Command(
            name = "show",
            description =
                    "Show a rule as a file has it, ready to be changed and applied. Exit code 1 when there is none.",
            footer = {"  watchllm rules show default-loop > rules.yaml"})
    static final class ShowCommand extends TopicCommand {
        @Parameters(paramLabel = "RULE", description = "Id of the rule.")
        private String id;

        @Override
        public Integer call() {
            var rule = known().get(id);
            if (rule == null) {
                return tellNone(id);
            }
            var out = out();
            out.println("rules:");
            RuleFile.yaml(rule).lines().forEach(line -> out.println("  " + line));
            return 0;
        }
    }

    /** {@code watchllm rules explain RULE}. */
    @Command(
            name = "explain",
            description =
                    "Say in words what a rule looks at, how it counts, when it notifies, and when it is over. Exit code"
                            + " 1 when there is none.",
            footer = {"  watchllm rules explain default-error-rate"})
    static final class ExplainCommand extends TopicCommand {
        @Parameters(paramLabel = "RULE", description = "Id of the rule.")
        private String id;

        @Override
        public Integer call() {
            var topic = rules();
            var record = topic.containsKey(id)
                    ? topic.get(id)
                    : BuiltInRules.records().get(id);
            if (record == null || !(Rule.of(record) instanceof Rule.Valid valid)) {
                return tellNone(id);
            }
            out().print(RuleExplanation.text(valid.rule(), topic.containsKey(id)));
            return 0;
        }
    }

    /** {@code watchllm rules delete RULE…}. */
    @Command(
            name = "delete",
            description =
                    "Delete rules from the topic. A rule that ships then holds again as it ships; to switch it off,"
                            + " apply it with enabled: false. Exit code 1 when the topic has no such rule; then none is deleted.",
            footer = {"  watchllm rules delete spend-of-users"})
    static final class DeleteCommand extends TopicCommand {
        @Parameters(arity = "1..*", paramLabel = "RULE", description = "Ids of rules.")
        private List<String> ids;

        @Override
        public Integer call() {
            var contents = topic().read();
            var missing = ids.stream()
                    .filter(id -> !contents.values().containsKey(id)
                            && !contents.broken().containsKey(id))
                    .toList();
            if (!missing.isEmpty()) {
                missing.forEach(id -> err().println("watchllm: the topic has no rule '" + id + "'"
                        + (BuiltInRules.records().containsKey(id)
                                ? ", which ships inside: apply it with enabled: false to switch it off"
                                : "")));
                return exitCode(false);
            }
            topic().delete(ids);
            out().printf("deleted %,d%n", ids.size());
            return 0;
        }
    }
}
