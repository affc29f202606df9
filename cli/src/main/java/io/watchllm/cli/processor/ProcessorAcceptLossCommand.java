package io.watchllm.cli.processor;

import io.watchllm.cli.shell.Quiet;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.offsets.ProcessorOffsets;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.sink.config.SinkSettings;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code watchllm processor accept-loss}. */
@Command(
        name = "accept-loss",
        description = {
            "Go on without the records of a partition that left Kafka before the processors had read them.",
            "",
            "Processors end before such a gap, with its offsets in their last line. Only while none runs, this writes the"
                    + " gap into the table accepted_losses and sets the group to the start of the log. 'watchllm reconcile'"
                    + " closes with that loss said. It takes a user of ClickHouse that may insert into accepted_losses, such"
                    + " as one with the role watchllm_admin. docs/operators/operations.md, \"Records that are gone\", says what to"
                    + " try before.",
        },
        exitCodeList = {
            "0:accepted, or would be (--dry-run)",
            "1:not accepted: nothing is lost there, a processor runs, Kafka or ClickHouse gives no answer",
            "2:wrong usage or wrong settings"
        },
        footer = {
            "  watchllm processor accept-loss --partition 3 --dry-run",
            "  watchllm processor accept-loss --partition 3",
            "  watchllm processor accept-loss --topic watchllm.alert-panes --partition 0"
        })
final class ProcessorAcceptLossCommand extends ShellCommand implements Callable<Integer> {
    @Mixin
    private InputPartition input;

    @Option(names = "--dry-run", description = "Say what would be given up, and change nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        Quiet.services();
        var place = input.partition();
        var variables = environment();
        var settings = SinkSettings.from(variables);
        var offsets =
                new ProcessorOffsets(new KafkaConnection(settings.kafka()), ProcessorSettings.applicationId(variables));
        var loss = offsets.acceptLoss(place, settings.shards().getFirst(), Clock.systemUTC(), dryRun);
        out().printf(
                        "%s %s/%d offsets %d to %d as lost: at most %,d records%s%n",
                        dryRun ? "would accept" : "accepted",
                        loss.topic(),
                        loss.partition(),
                        loss.first(),
                        loss.next() - 1,
                        loss.offsets(),
                        dryRun ? "; nothing was changed" : "");
        return 0;
    }
}
