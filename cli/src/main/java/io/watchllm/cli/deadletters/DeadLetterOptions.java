package io.watchllm.cli.deadletters;

import io.watchllm.operations.deadletter.DeadLetterFilter;
import io.watchllm.operations.deadletter.DeadLetterFilter.Period;
import io.watchllm.schemas.DeadLetter;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters are meant. */
final class DeadLetterOptions {
    @Option(
            names = "--topic",
            paramLabel = "TOPIC|FILE",
            description = "Those that were found in this topic, or in this input of 'send'.")
    private @Nullable String topic;

    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            description = "Those that this stage refused: ${COMPLETION-CANDIDATES}.")
    private DeadLetter.@Nullable Stage stage;

    @Option(names = "--reason", paramLabel = "WORD", description = "Those with this reason.")
    private @Nullable String reason;

    @Option(
            names = "--project",
            paramLabel = "ID",
            description = "Those whose record has this project in its key; input of 'send' has no key.")
    private @Nullable String project;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Those refused since: 2026-11-01T08:00:00Z, or so long ago: 30m, 2h, 7d.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "Those refused before; as --from.")
    private @Nullable Instant to;

    DeadLetterFilter filter(Set<String> origins) {
        return new DeadLetterFilter(origins, topic, stage, reason, project, new Period(from, to));
    }
}
