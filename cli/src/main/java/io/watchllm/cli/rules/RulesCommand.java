package io.watchllm.cli.rules;

import io.watchllm.alerting.rule.BuiltInRules;
import io.watchllm.alerting.rule.FailedRule;
import io.watchllm.alerting.rule.RuleFile;
import io.watchllm.alerting.rule.RuleFileException;
import io.watchllm.cli.shell.Failures;
import io.watchllm.cli.shell.InputFiles;
import io.watchllm.cli.shell.Quiet;
import io.watchllm.cli.shell.TopCommand;
import io.watchllm.control.AlertRule;
import io.watchllm.operations.rules.RuleTopic;
import io.watchllm.runtime.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Command;

/** {@code watchllm rules}. */
@Command(
        name = "rules",
        synopsisSubcommandLabel = "COMMAND",
        description = "Alert rules: what is watched in events, and when somebody is told.",
        subcommands = {
            RulesTestCommand.class,
            RulesApplyCommand.class,
            RulesListCommand.class,
            RulesShowCommand.class,
            RulesExplainCommand.class,
            RulesDeleteCommand.class
        })
public final class RulesCommand extends TopCommand {
    RuleTopic topic() {
        return new RuleTopic(kafka());
    }

    /** Rules that a processor has switched off because they failed. */
    Set<FailedRule> failed() {
        return RuleTopic.failed(kafka());
    }

    /** The rules of the topic; what is broken there is told. */
    Map<String, AlertRule> rules() {
        Quiet.services();
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
        return Failures.FAILED;
    }

    /** The rules of a file, all of them fit for use. */
    static List<RuleFile.Entry> read(Path file) throws IOException {
        InputFiles.requireReadable("FILE", List.of(file.toString()), "YAML file of rules");
        try {
            return RuleFile.parse(Files.readString(file), BuiltInRules.records());
        } catch (RuleFileException problem) {
            throw new ConfigException("FILE", "can't use '" + file + "':\n" + problem.getMessage());
        }
    }
}
