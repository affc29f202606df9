package io.watchllm.cli.processor;

import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.offsets.ProcessorOffsets;
import io.watchllm.operations.offsets.RecordSkip;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.runtime.ConfigException;
import io.watchllm.schemas.DeadLetter.FromTopic;
import io.watchllm.schemas.Topics;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Base of the commands that move the processors in a partition which they read. */
abstract class PartitionCommand extends ShellCommand implements Callable<Integer> {
    private static final Set<String> READ = Set.of(Topics.EVENTS.name(), Topics.ALERT_PANES.name());

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "watchllm.events",
            description = "The topic: watchllm.events or watchllm.alert-panes (default: ${DEFAULT-VALUE}).")
    private String topic;

    @Option(names = "--partition", paramLabel = "P", required = true, description = "Its partition.")
    private int partition;

    @Option(names = "--dry-run", description = "Say what would be done, and change nothing.")
    boolean dryRun;

    /** @throws ConfigException for a topic that the processors don't read */
    TopicPartition partition() {
        if (!READ.contains(topic)) {
            throw new ConfigException(
                    "--topic",
                    "is " + topic + "; expected " + Topics.EVENTS.name() + " or " + Topics.ALERT_PANES.name());
        }
        return new TopicPartition(topic, partition);
    }

    /** The consumer group of the processors. */
    String group() {
        return ProcessorSettings.applicationId(environment());
    }

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
    static final class SkipCommand extends PartitionCommand {
        @Option(names = "--offset", paramLabel = "O", required = true, description = "Its offset.")
        private long offset;

        @ArgGroup
        private @Nullable Reading reading;

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
            var place = partition();
            if (place.partition() < 0 || offset < 0) {
                throw new ConfigException(
                        place.partition() < 0 ? "--partition" : "--offset",
                        "is " + (place.partition() < 0 ? place.partition() : offset) + "; expected 0 or more");
            }
            var skip = new RecordSkip(kafka(), group(), Clock.systemUTC());
            var request = new RecordSkip.Request(new FromTopic(place.topic(), place.partition(), offset), read());
            var plan = dryRun ? skip.plan(request) : skip.skip(request);
            out().printf(
                            "%s %s: a dead letter %s value, and group %s goes from offset %d to %d%s%n",
                            dryRun ? "would skip" : "skipped",
                            plan.deadLetter().origin().id(),
                            plan.deadLetter().value() == null ? "without" : "with its",
                            group(),
                            plan.committed(),
                            plan.next().offset(),
                            dryRun ? "; nothing was changed" : "");
            return 0;
        }

        private RecordSkip.Read read() {
            if (reading == null || !(reading.withValue || reading.unread)) {
                return RecordSkip.Read.KEY;
            }
            return reading.withValue ? RecordSkip.Read.ALL : RecordSkip.Read.NOTHING;
        }
    }

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
    static final class RewindCommand extends PartitionCommand {
        @Option(
                names = "--to-offset",
                paramLabel = "O",
                description = "To this offset, at or before the committed one (default: where the log was cut).")
        private @Nullable Long offset;

        @Override
        public Integer call() {
            var partition = partition();
            var move = new ProcessorOffsets(kafka(), group()).rewind(partition, offset, dryRun);
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
    static final class AcceptLossCommand extends PartitionCommand {
        @Override
        public Integer call() {
            var place = partition();
            var settings = SinkSettings.from(environment());
            var loss = new ProcessorOffsets(new KafkaConnection(settings.kafka()), group())
                    .acceptLoss(place, settings.shards().getFirst(), Clock.systemUTC(), dryRun);
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
}
