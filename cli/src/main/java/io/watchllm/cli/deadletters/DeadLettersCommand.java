package io.watchllm.cli.deadletters;

import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.cli.shell.TopCommand;
import io.watchllm.operations.deadletter.DeadLetterReader;
import io.watchllm.operations.deadletter.DeadLetterValue;
import io.watchllm.operations.deadletter.StoredDeadLetter;
import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code watchllm dead-letters}. */
@Command(
        name = "dead-letters",
        synopsisSubcommandLabel = "COMMAND",
        description = "Records that could not be processed, as they were, and why.",
        subcommands = {
            DeadLettersCommand.ListCommand.class,
            DeadLettersCommand.ShowCommand.class,
            ResolutionCommand.ReplayCommand.class,
            ResolutionCommand.DropCommand.class
        })
public final class DeadLettersCommand extends TopCommand {

    /** {@code watchllm dead-letters list}. */
    @Command(
            name = "list",
            description =
                    "List dead letters, oldest first: when, who refused, where from, why. A letter that was written"
                            + " again is listed once.",
            footer = {
                "  watchllm dead-letters list",
                "  watchllm dead-letters list --reason not_wire_format --from 2h --limit 20",
                "  watchllm dead-letters list --json | jq .error"
            })
    static final class ListCommand extends ShellCommand implements Callable<Integer> {
        @Mixin
        private DeadLetterOptions deadLetters;

        @Option(names = "--resolved", description = "Also those that were replayed or dropped.")
        private boolean resolved;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "100",
                description = "At most so many (default: ${DEFAULT-VALUE}).")
        private int limit;

        @Option(names = "--json", description = "One JSON object a line.")
        private boolean json;

        @Override
        public Integer call() {
            var err = err();
            var filter = deadLetters.filter(Set.of());
            var found = new int[] {0};
            try (var consumer = kafka().consumer()) {
                var topic = new TopicReader(consumer);
                var box = new DeadLetterReader(topic, topic.ends(Topics.DEAD_LETTERS.name()));
                box.read(stored -> {
                    if (filter.takes(stored.deadLetter()) && (resolved || !stored.resolved()) && found[0]++ < limit) {
                        out().println(json ? DeadLetterText.json(stored) : DeadLetterText.line(stored));
                    }
                    return found[0] <= limit;
                });
                if (box.foreign() > 0) {
                    err.printf("watchllm: %d records of the topic are no dead letters%n", box.foreign());
                }
            }
            if (found[0] > limit) {
                err.println("watchllm: there are more; --limit shows more of them");
            }
            return 0;
        }
    }

    /** {@code watchllm dead-letters show ORIGIN}. */
    @Command(
            name = "show",
            description =
                    "Show all there is of a dead letter: why, key, headers, and its value as JSON where its schema is"
                            + " known.",
            footer = {
                "  watchllm dead-letters show watchllm.events/2/77",
                "  watchllm dead-letters show events.ndjson/3 --raw line.json"
            })
    static final class ShowCommand extends ShellCommand implements Callable<Integer> {
        @Parameters(
                paramLabel = "ORIGIN",
                description = "Where it was found, as 'list' says: topic/partition/offset, or input/line.")
        private String origin;

        @Option(names = "--raw", paramLabel = "FILE", description = "Also write the value to FILE, byte by byte.")
        private @Nullable Path raw;

        @Option(names = "--json", description = "One JSON object a line.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            var found = find();
            if (found.isEmpty()) {
                throw new IllegalStateException(
                        "there is no dead letter of " + origin + "; 'dead-letters list' names them");
            }
            try (var registry = kafka().registry()) {
                for (var stored : found) {
                    var value = DeadLetterValue.of(stored.deadLetter(), registry);
                    out().println(json ? DeadLetterText.json(stored, value) : DeadLetterText.full(stored, value));
                }
            }
            var bytes = found.getLast().deadLetter().value();
            if (raw != null) {
                Files.write(raw, bytes == null ? new byte[0] : bytes);
            }
            return 0;
        }

        private List<StoredDeadLetter> find() {
            List<StoredDeadLetter> found = new ArrayList<>();
            try (var consumer = kafka().consumer()) {
                var topic = new TopicReader(consumer);
                new DeadLetterReader(topic, topic.ends(Topics.DEAD_LETTERS.name())).read(stored -> {
                    if (stored.deadLetter().origin().id().equals(origin)) {
                        found.add(stored);
                    }
                    return true;
                });
            }
            return found;
        }
    }
}
