package io.watchllm.cli.deadletters;

import io.watchllm.cli.shell.Failures;
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
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What replaying and dropping have in common: which dead letters, how many, and what is told of it. */
final class ResolutionOptions {
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

    @Option(names = "--yes", description = "Needed when nothing else says which letters are meant: take all.")
    private boolean yes;

    @Option(names = "--json", description = "Tell what was done as one JSON object.")
    private boolean json;

    /**
     * What is done to a dead letter.
     *
     * @param action does it
     * @param preview what it would do, for a person; empty when that goes without saying
     */
    record Deed(
            BiConsumer<DeadLetterResolution, StoredDeadLetter> action,
            BiFunction<Replay.Maker, StoredDeadLetter, String> preview) {}

    /** Does to each dead letter that is meant what the deed is; gives the exit code. */
    int run(KafkaConnection connection, PrintWriter out, PrintWriter err, Deed deed) {
        if (filter().meansAll() && !yes && !dryRun) {
            throw new ConfigException(
                    "--yes",
                    "is needed to take every letter; or say which by ORIGIN, --topic,"
                            + " --stage, --reason, --project, --from or --to. --dry-run lists them.");
        }
        if (dryRun) {
            list(connection, out, deed);
            return 0;
        }
        var replays = new Replay.Maker(new KafkaTargets(connection));
        try (var settling =
                new DeadLetterResolution(connection, replays, Clock.systemUTC(), System.getProperty("user.name"))) {
            // Only now: what others had begun is committed or gone, and up to here all of it is to be seen.
            each(
                    connection,
                    connection.ends(Topics.DEAD_LETTERS.name()),
                    stored -> deed.action().accept(settling, stored));
            return tell(settling.finish(), out, err);
        }
    }

    private void list(KafkaConnection connection, PrintWriter out, Deed deed) {
        var replays = new Replay.Maker(new KafkaTargets(connection));
        each(connection, connection.ends(Topics.DEAD_LETTERS.name()), stored -> {
            if (!stored.settled()) {
                var preview = deed.preview().apply(replays, stored);
                out.println(
                        json ? DeadLetterText.json(stored, preview) : DeadLetterText.line(stored) + preview(preview));
            }
        });
        out.flush();
    }

    private static String preview(String text) {
        return text.isEmpty() ? "" : "  [" + text + "]";
    }

    private void each(KafkaConnection connection, Map<TopicPartition, Long> ends, Consumer<StoredDeadLetter> action) {
        var filter = filter();
        var taken = new int[] {0};
        try (var consumer = connection.consumer()) {
            new DeadLetterReader(new TopicReader(consumer), ends).read(stored -> {
                if (filter.takes(stored.deadLetter())) {
                    taken[0] += stored.settled() ? 0 : 1;
                    action.accept(stored);
                }
                return taken[0] < limit;
            });
        }
    }

    private DeadLetterFilter filter() {
        return deadLetters.filter(Set.copyOf(origins));
    }

    private int tell(ResolutionReport report, PrintWriter out, PrintWriter err) {
        report.refusals().forEach(refusal -> err.println("watchllm: left as it was: " + refusal));
        var fields = new LinkedHashMap<String, Object>();
        for (var outcome : Outcome.values()) {
            fields.put(outcome.word(), report.count(outcome));
        }
        fields.put("refused", report.refused());
        fields.put("settled_before", report.settledBefore());
        if (json) {
            for (var outcome : Outcome.values()) {
                fields.put(outcome.word() + "_by_reason", report.byReason(outcome));
            }
            out.println(DeadLetterText.write(fields));
        } else {
            for (var outcome : Outcome.values()) {
                report.byReason(outcome)
                        .forEach((reason, count) -> out.printf("%-9s  %-22s  %,d%n", outcome.word(), reason, count));
            }
            out.println(fields.entrySet().stream()
                    .map(field -> field.getValue() + " " + field.getKey().replace('_', ' '))
                    .collect(Collectors.joining(", ")));
        }
        out.flush();
        return report.refused() > 0 ? Failures.FAILED : 0;
    }
}
