package io.watchllm.cli.processor;

import io.watchllm.cli.shell.Quiet;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.operations.offsets.RecordSkip;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.runtime.ConfigException;
import io.watchllm.schemas.DeadLetter.FromTopic;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code watchllm processor skip}. */
@Command(
        name = "skip",
        description = {
            "Skip the one record at which the processors stop again and again: it becomes a dead letter, and the group"
                    + " goes on behind it.",
            "",
            "Only while no processor runs, and only the record that the group reads next; the last line of the processor"
                    + " says which that is. Dead letter and offset are one transaction. It has the record's key and no"
                    + " value: the record itself stays on its topic until the retention ends. 'watchllm reconcile' counts it"
                    + " as refused. docs/operators/operations.md, \"A partition stands still\", says when this is right.",
        },
        exitCodeList = {
            "0:skipped, or would be (--dry-run)",
            "1:not skipped: a processor runs, the group reads another record next, Kafka gives no answer",
            "2:wrong usage or wrong settings"
        },
        footer = {
            "  watchllm processor skip --partition 3 --offset 1234 --dry-run",
            "  watchllm processor skip --partition 3 --offset 1234",
            "  watchllm processor skip --topic watchllm.alert-panes --partition 0 --offset 77"
        })
final class ProcessorSkipCommand extends ShellCommand implements Callable<Integer> {
    @Mixin
    private InputPartition input;

    @Option(names = "--offset", paramLabel = "O", required = true, description = "Its offset.")
    private long offset;

    @ArgGroup
    private @Nullable Reading reading;

    @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
    private boolean dryRun;

    /** How much of the record is read. */
    private static final class Reading {
        @Option(
                names = "--with-value",
                description =
                        "Put the whole record into the dead letter, so that it can be replayed; as it is, without the"
                                + " privacy rules.")
        private boolean withValue;

        @Option(
                names = "--unread",
                description =
                        "Do not read the record at all, for one that does not fit into memory. The group must stand"
                                + " exactly at the offset, and the dead letter has no key.")
        private boolean unread;
    }

    @Override
    public Integer call() {
        Quiet.services();
        var place = input.partition();
        if (place.partition() < 0 || offset < 0) {
            throw new ConfigException(
                    place.partition() < 0 ? "--partition" : "--offset",
                    "is " + (place.partition() < 0 ? place.partition() : offset) + "; expected 0 or more");
        }
        var variables = environment();
        var group = ProcessorSettings.applicationId(variables);
        var skip = new RecordSkip(kafka(), group, Clock.systemUTC());
        var request = new RecordSkip.Request(new FromTopic(place.topic(), place.partition(), offset), read());
        var plan = dryRun ? skip.plan(request) : skip.skip(request);
        out().printf(
                        "%s %s: a dead letter %s value, and group %s goes from offset %d to %d%s%n",
                        dryRun ? "would skip" : "skipped",
                        plan.deadLetter().origin().id(),
                        plan.deadLetter().value() == null ? "without" : "with its",
                        group,
                        plan.committed(),
                        plan.next().offset(),
                        dryRun ? "; nothing was changed" : "");
        return 0;
    }

    private RecordSkip.Read read() {
        if (reading != null && reading.withValue) {
            return RecordSkip.Read.ALL;
        }
        return reading != null && reading.unread ? RecordSkip.Read.NOTHING : RecordSkip.Read.KEY;
    }
}
