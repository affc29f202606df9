package io.watchllm.cli.deadletters;

import io.watchllm.cli.shell.Quiet;
import io.watchllm.operations.deadletter.DeadLetterResolution;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code watchllm dead-letters drop}. */
@Command(
        name = "drop",
        mixinStandardHelpOptions = true,
        description = "Say of dead letters that nothing is to be done about them. They are neither listed nor replayed"
                + " any more, and stay readable until the topic's retention ends.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  watchllm dead-letters drop --reason not_an_event --to 7d",
            "  watchllm dead-letters drop events.ndjson/3"
        })
final class DeadLettersDropCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private DeadLettersCommand parent;

    @Mixin
    private ResolutionOptions options;

    @Override
    public Integer call() {
        Quiet.services();
        var line = spec.commandLine();
        return options.run(
                parent.connection(),
                line.getOut(),
                line.getErr(),
                new ResolutionOptions.Deed(DeadLetterResolution::drop, (replays, stored) -> ""));
    }
}
