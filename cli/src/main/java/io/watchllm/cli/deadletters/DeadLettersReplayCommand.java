package io.watchllm.cli.deadletters;

import io.watchllm.operations.deadletter.DeadLetterResolution;
import io.watchllm.operations.deadletter.Replay;
import io.watchllm.operations.deadletter.StoredDeadLetter;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Command;

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
final class DeadLettersReplayCommand extends ResolutionCommand {
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
                        + records.stream().map(ProducerRecord::topic).distinct().collect(Collectors.joining(", "));
        };
    }
}
