package io.watchllm.cli.audit;

import io.watchllm.cli.shell.TopCommand;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.operations.audit.Audit;
import io.watchllm.operations.audit.TableReport;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.repeat.LateRepeats;
import io.watchllm.operations.repeat.RepeatReport;
import io.watchllm.operations.rollup.RollupReport;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code watchllm audit}. */
@Command(
        name = "audit",
        description = {
            "Compare the row topics with the tables, and the rollups with a recount of the rows.",
            "",
            "Each record that the sink has committed and Kafka still has must have one row, or be a dead letter; each"
                    + " rollup must say what its view would make of the rows today. Rows of events that came later than"
                    + " repeats are known are compared with the table: a repeat is a row too many. Exit code 0 when that"
                    + " is so, 1 when not. Sinks may run meanwhile.",
        },
        footer = {
            "  watchllm audit",
            "  watchllm audit --table events --from 2h",
            "  watchllm audit --repair           put missing rows in, take late repeats out",
            "  watchllm audit --json | jq .missing"
        })
public final class AuditCommand extends TopCommand implements Callable<Integer> {
    @Option(
            names = "--table",
            paramLabel = "T,…",
            description =
                    "Tables to audit: events, tool_calls, agent_steps (default: WATCHLLM_SINK_TABLES, or all three).")
    private @Nullable String tables;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Only records that arrived since: 2026-11-01T08:00:00Z, or so long ago: 30m, 2h, 7d.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "Only records that arrived before; as --from.")
    private @Nullable Instant to;

    @Option(
            names = "--repair",
            description =
                    "Put missing rows in, from their records; rows that somebody deleted on purpose come back too. Take"
                            + " late repeats out of rows and rollups, all copies but the first (role watchllm_admin).")
    private boolean repair;

    @Option(names = "--rows-only", description = "Leave the rollups out.")
    private boolean rowsOnly;

    @Option(names = "--json", description = "Tell it as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        var settings = SinkSettings.from(environment("WATCHLLM_SINK_TABLES", tables));
        var rows = new ArrayList<TableReport>();
        var rollups = new ArrayList<RollupReport>();
        var repeats = RepeatReport.NONE;
        try (var registry = new KafkaConnection(settings.kafka()).registry();
                var audit = new Audit(settings, registry, Clock.systemUTC())) {
            for (var table : SinkTable.ALL) {
                if (settings.tables().contains(table)) {
                    rows.add(audit.rows(table, new Audit.Scope(from, to, repair)));
                }
            }
            if (settings.tables().contains(SinkTable.EVENTS)) {
                repeats = new LateRepeats(settings, Clock.systemUTC()).look(from, to, repair);
            }
            for (var table : SinkTable.ALL) {
                if (settings.tables().contains(table) && !rowsOnly) {
                    rollups.addAll(audit.rollups(table));
                }
            }
        }
        var text = new AuditText(rows, rollups, repeats);
        out().print(json ? text.json() + "\n" : text.text());
        return exitCode(text.clean());
    }
}
