package io.watchllm.cli.sink;

import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.offsets.GroupFacts;
import io.watchllm.operations.offsets.SinkOffsets;
import io.watchllm.runtime.ConfigException;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Base of the commands that move the consumer group of a sink's table. */
abstract class TableCommand extends ShellCommand implements Callable<Integer> {
    @Option(
            names = "--table",
            paramLabel = "T",
            required = true,
            description = "The table: events, tool_calls or agent_steps.")
    private String table;

    @Option(names = "--dry-run", description = "Say what would be done, and change nothing.")
    boolean dryRun;

    /** @throws ConfigException for an unknown table */
    SinkTable table() {
        return SinkTable.ALL.stream()
                .filter(known -> known.table().equals(table))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        "--table", "is '" + table + "'; expected events, tool_calls or agent_steps"));
    }

    /** {@code watchllm sink rewind}. */
    @Command(
            name = "rewind",
            description = {
                "Move the consumer group of a table: to an offset, to a time, or exactly behind what the table holds.",
                "",
                "Only while no sink of the table runs. What is read from there on belongs to a new epoch and is stored,"
                        + " whatever was stored before: the dry run says how many rows the table has from there on, which"
                        + " would be there twice unless the log was cut, and how many offsets would not be read. docs/operators/operations.md, \"Moving a group\", says when this is right.",
            },
            exitCodeList = {
                "0:moved, or would be (--dry-run)",
                "1:not moved: a sink runs, the offset is not in the log, Kafka or ClickHouse gives no answer",
                "2:wrong usage or wrong settings"
            },
            footer = {
                "  watchllm sink rewind --table events --to-tables --dry-run",
                "  watchllm sink rewind --table events --to-tables",
                "  watchllm sink rewind --table events --partition 3 --to-offset 1234",
                "  watchllm sink rewind --table tool_calls --to-time 2026-11-01T08:00:00Z"
            })
    static final class RewindCommand extends TableCommand {
        @Option(names = "--partition", paramLabel = "P", description = "Only this partition (default: all).")
        private @Nullable Integer partition;

        @ArgGroup(multiplicity = "1")
        private @Nullable Where where;

        /** Where to. */
        private static final class Where {
            @Option(names = "--to-offset", paramLabel = "O", description = "To this offset; one partition only.")
            private @Nullable Long offset;

            @Option(
                    names = "--to-time",
                    paramLabel = "TIME",
                    description = "To what arrived since: 2026-11-01T08:00:00Z, or so long ago: 30m, 2h, 7d.")
            private @Nullable Instant time;

            @Option(names = "--to-tables", description = "Exactly behind the last row that the table holds.")
            private boolean tables;

            SinkOffsets.Target target() {
                if (offset != null) {
                    return new SinkOffsets.ToOffset(offset);
                }
                if (tables) {
                    return new SinkOffsets.ToTables();
                }
                return new SinkOffsets.ToTime(Objects.requireNonNull(time));
            }
        }

        @Override
        public Integer call() {
            var target = Objects.requireNonNull(where).target();
            if (target instanceof SinkOffsets.ToOffset && partition == null) {
                throw new ConfigException("--to-offset", "needs --partition: an offset is one of a partition");
            }
            if (target instanceof SinkOffsets.ToOffset(var offset) && offset < 0) {
                throw new ConfigException("--to-offset", "is " + offset + "; expected 0 or more");
            }
            var settings = SinkSettings.from(environment());
            var sinkTable = table();
            var out = out();
            try (var admin = new KafkaConnection(settings.kafka()).admin();
                    var facts = new GroupFacts(settings, sinkTable, admin, Clock.systemUTC())) {
                for (var move : new SinkOffsets(facts).rewind(partition, target, dryRun)) {
                    out.printf(
                            "%s %s/%d from offset %s to %d: the table has %,d rows from there on, %,d offsets are not"
                                    + " read%n",
                            dryRun ? "would move" : "moved",
                            sinkTable.topic(),
                            move.partition(),
                            move.committed() == null ? "none" : move.committed().toString(),
                            move.next(),
                            move.again(),
                            move.passed());
                }
            }
            out.print(dryRun ? "nothing was changed\n" : "");
            return 0;
        }
    }

    /** {@code watchllm sink accept-loss}. */
    @Command(
            name = "accept-loss",
            description = {
                "Go on without the records of a partition that left Kafka before the sink had read them.",
                "",
                "A sink stops before such a gap and says so. This writes the gap into the table accepted_losses; the sink,"
                        + " which may run, finds it there within WATCHLLM_SINK_FAULT_INTERVAL and goes on behind it. 'watchllm"
                        + " reconcile' closes with that loss said. It takes a user that may insert into accepted_losses, such as"
                        + " one with the role watchllm_admin. docs/operators/operations.md, \"Records that are gone\", says what to"
                        + " try before.",
            },
            exitCodeList = {
                "0:accepted, or would be (--dry-run)",
                "1:not accepted: nothing is lost there, or Kafka or ClickHouse gives no answer",
                "2:wrong usage or wrong settings"
            },
            footer = {
                "  watchllm sink accept-loss --table events --partition 3 --dry-run",
                "  watchllm sink accept-loss --table events --partition 3"
            })
    static final class AcceptLossCommand extends TableCommand {
        @Option(names = "--partition", paramLabel = "P", required = true, description = "The partition of its topic.")
        private int partition;

        @Override
        public Integer call() {
            var settings = SinkSettings.from(environment());
            var sinkTable = table();
            try (var admin = new KafkaConnection(settings.kafka()).admin();
                    var facts = new GroupFacts(settings, sinkTable, admin, Clock.systemUTC())) {
                var loss = new SinkOffsets(facts).acceptLoss(partition, dryRun).loss();
                out().printf(
                                "%s %s/%d offsets %d to %d as lost: at most %,d records, markers of transactions among them%s%n",
                                dryRun ? "would accept" : "accepted",
                                loss.topic(),
                                loss.partition(),
                                loss.first(),
                                loss.next() - 1,
                                loss.offsets(),
                                dryRun ? "; nothing was changed" : "");
            }
            return 0;
        }
    }
}
