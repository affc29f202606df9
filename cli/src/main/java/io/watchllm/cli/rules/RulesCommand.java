package io.watchllm.cli.rules;

import io.watchllm.alerting.rule.BuiltInRules;
import io.watchllm.alerting.rule.FailedRule;
import io.watchllm.alerting.rule.RuleFile;
import io.watchllm.alerting.rule.RuleFileException;
import io.watchllm.cli.shell.EnvironmentOption;
import io.watchllm.cli.shell.Failures;
import io.watchllm.cli.shell.Quiet;
import io.watchllm.control.AlertRule;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.rules.FailedRules;
import io.watchllm.operations.rules.RuleTopic;
import io.watchllm.runtime.ConfigException;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.runtime.PlainText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code watchllm rules}. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
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
public final class RulesCommand {
    @Mixin
    private EnvironmentOption environment;

    EnvironmentOption environment() {
        return environment;
    }

    RuleTopic topic() {
        return new RuleTopic(kafka());
    }

    private KafkaConnection kafka() {
        return new KafkaConnection(KafkaSettings.from(environment.environment()));
    }

    /** Rules that a processor has switched off because they failed. */
    Set<FailedRule> failed() {
        return FailedRules.read(kafka());
    }

    /** The rules of the topic; what is broken there is told. */
    Map<String, AlertRule> rules(PrintWriter err) {
        Quiet.services();
        var contents = topic().read();
        contents.broken()
                .forEach((key, problem) -> err.printf(
                        "watchllm: the record %s on the topic of rules is no rule: %s%n",
                        PlainText.line(key), PlainText.line(problem)));
        return contents.rules();
    }

    /** The rules that hold: those of the topic, and behind them those that ship. */
    Map<String, AlertRule> known(PrintWriter err) {
        var known = new TreeMap<>(BuiltInRules.records());
        known.putAll(rules(err));
        return known;
    }

    /** Tells that there is no such rule; the exit code. */
    static int tellNone(String id, PrintWriter err) {
        err.println("watchllm: there is no rule '" + id + "'; 'watchllm rules list' names all");
        return Failures.FAILED;
    }

    /** The rules of a file, all of them fit for use. */
    static List<RuleFile.Entry> read(Path file) throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new ConfigException(
                    "FILE", "can't read '" + file + "'. Expected a YAML file of rules that exists and may be read.");
        }
        try {
            return RuleFile.parse(Files.readString(file), BuiltInRules.records());
        } catch (RuleFileException problem) {
            throw new ConfigException("FILE", "can't use '" + file + "':\n" + problem.getMessage());
        }
    }
}
