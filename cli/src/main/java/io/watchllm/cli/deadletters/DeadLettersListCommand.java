package io.watchllm.cli.deadletters;

import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.operations.deadletter.DeadLetterReader;
import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.schemas.Topics;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code watchllm dead-letters list}. */
@Command(
        name = "list",
        description = "List dead letters, oldest first: when, who refused, where from, why. A letter that was written"
                + " again is listed once.",
        footer = {
            "  watchllm dead-letters list",
            "  watchllm dead-letters list --reason not_wire_format --from 2h --limit 20",
            "  watchllm dead-letters list --json | jq .error"
        })
final class DeadLettersListCommand extends ShellCommand implements Callable<Integer> {
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
