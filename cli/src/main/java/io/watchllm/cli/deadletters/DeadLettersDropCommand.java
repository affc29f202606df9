package io.watchllm.cli.deadletters;

import io.watchllm.operations.deadletter.DeadLetterResolution;
import io.watchllm.operations.deadletter.Replay;
import io.watchllm.operations.deadletter.StoredDeadLetter;
import picocli.CommandLine.Command;

/** {@code watchllm dead-letters drop}. */
@Command(
        name = "drop",
        description = "Say of dead letters that nothing is to be done about them. They are neither listed nor replayed"
                + " any more, and stay readable until the topic's retention ends.",
        footer = {
            "  watchllm dead-letters drop --reason not_an_event --to 7d",
            "  watchllm dead-letters drop events.ndjson/3"
        })
final class DeadLettersDropCommand extends ResolutionCommand {
    @Override
    void resolve(DeadLetterResolution resolution, StoredDeadLetter stored) {
        resolution.drop(stored);
    }

    @Override
    String preview(Replay.Maker replays, StoredDeadLetter stored) {
        return "";
    }
}
