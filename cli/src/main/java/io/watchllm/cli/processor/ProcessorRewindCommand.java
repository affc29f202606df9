package io.watchllm.cli.processor;

import io.watchllm.cli.shell.Quiet;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.operations.offsets.ProcessorOffsets;
import io.watchllm.processor.ProcessorSettings;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code watchllm processor rewind}. */
@Command(
        name = "rewind",
        description = {
            "Move the processors back in a partition: to where its log was cut, or to an offset.",
            "",
            "Processors end when the log no longer holds what they have read, as after an unclean election. Only while"
                    + " none runs, this asks Kafka from which offset on the log holds other records, and sets the group"
                    + " there. Events that are read again are duplicates for as long as their ids are known"
                    + " (WATCHLLM_PROCESSOR_DEDUP_WINDOW). docs/operators/operations.md, \"A log that was cut\", says what it costs.",
        },
        exitCodeList = {
            "0:moved, or would be (--dry-run)",
            "1:not moved: the log was not cut, a processor runs, Kafka gives no answer",
            "2:wrong usage or wrong settings"
        },
        footer = {
            "  watchllm processor rewind --partition 3 --dry-run",
            "  watchllm processor rewind --partition 3",
            "  watchllm processor rewind --topic watchllm.alert-panes --partition 0",
            "  watchllm processor rewind --partition 3 --to-offset 1234"
        })
final class ProcessorRewindCommand extends ShellCommand implements Callable<Integer> {
    @Mixin
    private InputPartition input;

    @Option(
            names = "--to-offset",
            paramLabel = "O",
            description = "To this offset, at or before the committed one (default: where the log was cut).")
    private @Nullable Long offset;

    @Option(names = "--dry-run", description = "Say what would be moved, and change nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        Quiet.services();
        var partition = input.partition();
        var offsets = new ProcessorOffsets(kafka(), ProcessorSettings.applicationId(environment()));
        var move = offsets.rewind(partition, offset, dryRun);
        out().printf(
                        "%s %s/%d from offset %d to %d: %,d records are read from there on%s%n",
                        dryRun ? "would move" : "moved",
                        partition.topic(),
                        partition.partition(),
                        move.committed(),
                        move.next(),
                        move.end() - move.next(),
                        dryRun ? "; nothing was changed" : "");
        return 0;
    }
}
