package io.watchllm.cli.rules;

import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.RaisedAlert;
import io.watchllm.alerting.group.RuleDryRun;
import io.watchllm.alerting.rule.BuiltInRules;
import io.watchllm.alerting.rule.Rule;
import io.watchllm.cli.shell.InputFiles;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.operations.input.EventInput;
import io.watchllm.operations.input.InputEvent;
import io.watchllm.pricing.BuiltInPrices;
import io.watchllm.pricing.PriceList;
import io.watchllm.pricing.PricePreference;
import io.watchllm.pricing.Pricer;
import io.watchllm.processor.core.EventFingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code watchllm rules test FILE --events F}. */
@Command(
        name = "test",
        description = {
            "Run the rules of a file over recorded events, and print each alert with its reason. No cluster is needed.",
            "",
            "Events are played in the order of the files, which stands for the order in which they arrived: one that is"
                    + " older than those before it comes late, as in the stream. Each is counted once, and priced by the"
                    + " prices that ship. Time goes on as in the stream: a group that falls silent recovers.",
        },
        footer = {
            "  watchllm rules test rules.yaml --events yesterday.ndjson.gz",
            "  watchllm rules test rules.yaml --events day.ndjson --defaults --json | jq .message"
        })
final class RulesTestCommand extends ShellCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The file of rules.")
    private Path file;

    @Option(
            names = "--events",
            required = true,
            paramLabel = "F",
            description = "Files of events, NDJSON or a JSON array, gzip or not; - is standard input.")
    private List<String> events;

    @Option(names = "--defaults", description = "The rules that ship, too.")
    private boolean defaults;

    @Option(
            names = "--after",
            paramLabel = "TIME",
            defaultValue = "PT0S",
            description = "How long time goes on behind the last event, such as PT10M: what stands then may end.")
    private Duration after;

    @Option(names = "--json", description = "One JSON object a line, as on the topic of alerts.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        InputFiles.requireReadable("--events", events, "file of events");
        var raised = new Raised();
        var dryRun = new RuleDryRun(
                rules(), new Pricer(PriceList.of(List.of(), BuiltInPrices.rows()), PricePreference.CLIENT), raised);
        int size = play(dryRun);
        dryRun.pass(after);
        tell(raised, size);
        return 0;
    }

    /** What the rules came to. */
    private static final class Raised implements AlertSink {
        private final List<RaisedAlert> alerts = new ArrayList<>();
        private final Map<String, Long> late = new TreeMap<>();

        @Override
        public void raised(RaisedAlert alert) {
            alerts.add(alert);
        }

        @Override
        public void late(Rule rule, long events) {
            late.merge(rule.id(), events, Long::sum);
        }
    }

    private List<Rule> rules() throws IOException {
        var rules = new ArrayList<Rule>();
        for (var entry : RulesCommand.read(file)) {
            if (Rule.of(entry.record()) instanceof Rule.Valid valid) {
                rules.add(valid.rule());
            }
        }
        return defaults ? BuiltInRules.behind(rules) : rules;
    }

    /** Plays each event once, and gives how many there were. */
    private int play(RuleDryRun dryRun) throws IOException {
        var ids = new EventFingerprint();
        var seen = new HashSet<EventFingerprint.Id>();
        for (var name : events) {
            var input = EventInput.of(name);
            input.read(event -> {
                switch (event) {
                    case InputEvent.Good good -> {
                        if (seen.add(ids.id(good.event()))) {
                            dryRun.observe(good.event());
                        }
                    }
                    case InputEvent.Bad bad -> err().println(input.name() + ":" + bad.line() + ": " + bad.problem());
                }
            });
        }
        return seen.size();
    }

    private void tell(Raised raised, int size) {
        var out = out();
        Map<String, Integer> byRule = new TreeMap<>();
        for (var alert : raised.alerts) {
            out.println(json ? RuleText.json(alert) : RuleText.line(alert));
            byRule.merge(alert.rule().id(), 1, Integer::sum);
        }
        if (!json) {
            out.printf("%,d events, %,d alerts%n", size, raised.alerts.size());
            byRule.forEach((rule, count) -> out.printf("  %-40s %,d%n", rule, count));
        }
        raised.late.forEach((rule, count) -> err().printf(
                        "%s: %,d events came too late and were not counted; the order of the files is taken for the order of"
                                + " arrival, so sort them by time if it is not%n",
                        rule, count));
    }
}
