package io.watchllm.cli.sink;

import io.watchllm.cli.shell.Quiet;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.offsets.GroupFacts;
import io.watchllm.operations.offsets.SinkOffsets;
import io.watchllm.runtime.ConfigException;
import io.watchllm.sink.config.SinkSettings;
import io.watchllm.sink.config.SinkTable;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
final class SinkRewindCommand extends ShellCommand implements Callable<Integer> {
    @Option(
            names = "--table",
            paramLabel = "T",
            required = true,
            description = "The table: events, tool_calls or agent_steps.")
    private String table;

    @Option(names = "--partition", paramLabel = "P", description = "Only this partition (default: all).")
    private @Nullable Integer partition;

    @ArgGroup(multiplicity = "1")
    private @Nullable Where where;

    @Option(names = "--dry-run", description = "Say what would be moved, and change nothing.")
    private boolean dryRun;

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
            if (time != null) {
                return new SinkOffsets.ToTime(time);
            }
            if (tables) {
                return new SinkOffsets.ToTables();
            }
            throw new IllegalStateException("one of the group is required");
        }
    }

    @Override
    public Integer call() {
        Quiet.services();
        var target = Objects.requireNonNull(where).target();
        if (target instanceof SinkOffsets.ToOffset && partition == null) {
            throw new ConfigException("--to-offset", "needs --partition: an offset is one of a partition");
        }
        if (target instanceof SinkOffsets.ToOffset(var offset) && offset < 0) {
            throw new ConfigException("--to-offset", "is " + offset + "; expected 0 or more");
        }
        var settings = SinkSettings.from(environment());
        var sinkTable = sinkTable(table);
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

    /** The table of this name; a wrong one is wrong usage. */
    static SinkTable sinkTable(String name) {
        return SinkTable.ALL.stream()
                .filter(known -> known.table().equals(name))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        "--table", "is '" + name + "'; expected events, tool_calls or agent_steps"));
    }
}
