package io.watchllm.cli.reconcile;

import io.watchllm.cli.shell.TopCommand;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.ClusterSettings;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.reconciliation.ReconciliationReader;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.runtime.KafkaSettings;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code watchllm reconcile}. */
@Command(
        name = "reconcile",
        description = {
            "Show what became of the events, by project, and whether it comes out: accepted = stored + dead letters +"
                    + " duplicates, up to what is under way. What the processor counted is compared with what the topics"
                    + " hold, so that an event that was never counted is found, too.",
            "",
            "READ          events that the processor has read",
            "ROWS          of them, those that became rows",
            "DUPLICATES    of them, those that were there already, with the same content",
            "REFUSED       of them, those that it put to the dead letters",
            "STORED        events that ClickHouse has counted",
            "ROWS REFUSED  rows that the sink put to the dead letters",
            "MISSING       ROWS - STORED - ROWS REFUSED: those that are under way; more is named below",
        },
        exitCodeList = {
            "0:the counts close",
            "1:they do not, or Kafka or ClickHouse gives no answer",
            "2:wrong usage or wrong settings"
        },
        footer = {
            "  watchllm reconcile",
            "  watchllm reconcile --acknowledged 18564     what the producers count, too",
            "  watchllm reconcile --count                  reads what offsets leave open",
            "  watchllm reconcile --json | jq .problems"
        })
public final class ReconcileCommand extends TopCommand implements Callable<Integer> {
    @Option(
            names = "--acknowledged",
            paramLabel = "N",
            description = "Events that all producers together were acknowledged, by their own counts (the metric"
                    + " of the publisher, the last line of 'watchllm send').")
    private @Nullable Long acknowledged;

    @Option(
            names = "--count",
            description = "Read the topics of events and rows, however much there is in them, and compare each record;"
                    + " without it, events are read only where offsets and counts differ, and up to a million.")
    private boolean count;

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        var variables = environment();
        var reader = new ReconciliationReader(
                new KafkaConnection(KafkaSettings.from(variables)),
                ClusterSettings.from(variables).whole(ClickHouseSettings.from(variables)),
                ProcessorSettings.applicationId(variables),
                count);
        var report = reader.read(acknowledged);
        var text = new ReconciliationText(report);
        out().print(json ? text.json() + "\n" : text.text());
        return exitCode(report.problems().isEmpty());
    }
}
