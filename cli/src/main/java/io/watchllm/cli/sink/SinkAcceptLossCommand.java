package io.watchllm.cli.sink;

import io.watchllm.cli.shell.Quiet;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.offsets.GroupFacts;
import io.watchllm.operations.offsets.SinkOffsets;
import io.watchllm.sink.config.SinkSettings;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
final class SinkAcceptLossCommand extends ShellCommand implements Callable<Integer> {
    @Option(
            names = "--table",
            paramLabel = "T",
            required = true,
            description = "The table: events, tool_calls or agent_steps.")
    private String table;

    @Option(names = "--partition", paramLabel = "P", required = true, description = "The partition of its topic.")
    private int partition;

    @Option(names = "--dry-run", description = "Say what would be given up, and change nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        Quiet.services();
        var settings = SinkSettings.from(environment());
        var sinkTable = SinkRewindCommand.sinkTable(table);
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
