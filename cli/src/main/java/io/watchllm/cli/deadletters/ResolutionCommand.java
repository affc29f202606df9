package io.watchllm.cli.deadletters;

import io.watchllm.cli.shell.JsonObject;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.operations.deadletter.DeadLetterFilter;
import io.watchllm.operations.deadletter.DeadLetterReader;
import io.watchllm.operations.deadletter.DeadLetterResolution;
import io.watchllm.operations.deadletter.KafkaTargets;
import io.watchllm.operations.deadletter.Replay;
import io.watchllm.operations.deadletter.ResolutionReport;
import io.watchllm.operations.deadletter.StoredDeadLetter;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.runtime.ConfigException;
import io.watchllm.schemas.Resolution.Outcome;
import io.watchllm.schemas.Topics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What replaying and dropping have in common: which dead letters, how many, and what is printed about it. */
abstract class ResolutionCommand extends ShellCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "ORIGIN",
            description = "Those that were found here, as 'list' says; none for all that the options leave.")
    private List<String> origins = new ArrayList<>();

    @Mixin
    private DeadLetterOptions deadLetters;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "2147483647",
            description = "At most so many, oldest first.")
    private int limit;

    @Option(names = "--dry-run", description = "Only list those that it would touch.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Needed when nothing else says which dead letters are meant: take all.")
    private boolean yes;

    @Option(names = "--json", description = "Tell what was done as one JSON object.")
    private boolean json;

    /** Resolves a dead letter. */
    abstract void resolve(DeadLetterResolution resolution, StoredDeadLetter stored);

    /** What that would do; empty when it goes without saying. */
    abstract String preview(Replay.Maker replays, StoredDeadLetter stored);

    @Override
    public final Integer call() {
        if (filter().meansAll() && !yes && !dryRun) {
            throw new ConfigException(
                    "--yes",
                    "is needed to take every dead letter; or say which by ORIGIN, --topic,"
                            + " --stage, --reason, --project, --from or --to. --dry-run lists them.");
        }
        if (dryRun) {
            list();
            return 0;
        }
        var connection = kafka();
        var replays = new Replay.Maker(new KafkaTargets(connection));
        try (var settling =
                new DeadLetterResolution(connection, replays, Clock.systemUTC(), System.getProperty("user.name"))) {
            // Only now: what others had begun is committed or gone, and up to here all of it is to be seen.
            each(connection, connection.ends(Topics.DEAD_LETTERS.name()), stored -> resolve(settling, stored));
            return tell(settling.finish());
        }
    }

    private void list() {
        var connection = kafka();
        var replays = new Replay.Maker(new KafkaTargets(connection));
        each(connection, connection.ends(Topics.DEAD_LETTERS.name()), stored -> {
            if (!stored.resolved()) {
                var preview = preview(replays, stored);
                out().println(
                                json
                                        ? DeadLetterText.json(stored, preview)
                                        : DeadLetterText.line(stored)
                                                + (preview.isEmpty() ? "" : "  [" + preview + "]"));
            }
        });
    }

    private void each(KafkaConnection connection, Map<TopicPartition, Long> ends, Consumer<StoredDeadLetter> action) {
        var filter = filter();
        var taken = new int[] {0};
        try (var consumer = connection.consumer()) {
            new DeadLetterReader(new TopicReader(consumer), ends).read(stored -> {
                if (filter.takes(stored.deadLetter())) {
                    taken[0] += stored.resolved() ? 0 : 1;
                    action.accept(stored);
                }
                return taken[0] < limit;
            });
        }
    }

    private DeadLetterFilter filter() {
        return deadLetters.filter(Set.copyOf(origins));
    }

    private int tell(ResolutionReport report) {
        var out = out();
        report.refusals().forEach(refusal -> err().println("watchllm: left as it was: " + refusal));
        var fields = new JsonObject();
        for (var outcome : Outcome.values()) {
            fields.put(outcome.word(), report.count(outcome));
        }
        fields.put("refused", report.refused());
        fields.put("resolved_before", report.resolvedBefore());
        if (json) {
            for (var outcome : Outcome.values()) {
                fields.put(outcome.word() + "_by_reason", report.byReason(outcome));
            }
            out.println(fields.line());
        } else {
            for (var outcome : Outcome.values()) {
                report.byReason(outcome)
                        .forEach((reason, count) -> out.printf("%-9s  %-22s  %,d%n", outcome.word(), reason, count));
            }
            out.println(fields.fields().entrySet().stream()
                    .map(field -> field.getValue() + " " + field.getKey().replace('_', ' '))
                    .collect(Collectors.joining(", ")));
        }
        return exitCode(report.refused() == 0);
    }

    /** {@code watchllm dead-letters replay}. */
    @Command(
            name = "replay",
            description = {
                "Put records back where they came from, once what was wrong is mended.",
                "",
                "A record goes to its topic and partition again, if that is a topic which the stage reads that refused it; a"
                        + " line of an input is read as 'send' reads it. --dry-run says where each would go. It passes the"
                        + " same checks as at first; rejected again, it is a new dead letter that says which attempt it was. A"
                        + " dead letter is replayed once: the record and the note that it is resolved are one transaction.",
            },
            footer = {
                "  watchllm dead-letters replay --reason unknown_schema --dry-run",
                "  watchllm dead-letters replay --topic watchllm.event-rows --from 2h",
                "  watchllm dead-letters replay watchllm.events/2/77"
            })
    static final class ReplayCommand extends ResolutionCommand {
        @Override
        void resolve(DeadLetterResolution resolution, StoredDeadLetter stored) {
            resolution.replay(stored);
        }

        @Override
        String preview(Replay.Maker replays, StoredDeadLetter stored) {
            return switch (replays.of(stored.deadLetter())) {
                case Replay.Refused(var why) -> "would be refused: " + why;
                case Replay.Send(var records) ->
                    "would go to "
                            + records.stream()
                                    .map(ProducerRecord::topic)
                                    .distinct()
                                    .collect(Collectors.joining(", "));
            };
        }
    }

    /** {@code watchllm dead-letters drop}. */
    @Command(
            name = "drop",
            description =
                    "Say of dead letters that nothing is to be done about them. They are neither listed nor replayed"
                            + " any more, and stay readable until the topic's retention ends.",
            footer = {
                "  watchllm dead-letters drop --reason not_an_event --to 7d",
                "  watchllm dead-letters drop events.ndjson/3"
            })
    static final class DropCommand extends ResolutionCommand {
        @Override
        void resolve(DeadLetterResolution resolution, StoredDeadLetter stored) {
            resolution.drop(stored);
        }

        @Override
        String preview(Replay.Maker replays, StoredDeadLetter stored) {
            return "";
        }
    }
}
