package io.watchllm.cli.sink;

import io.watchllm.cli.shell.ServiceCommand;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.cli.shell.UrlOption;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.operations.status.GroupReader;
import io.watchllm.operations.status.SinkAnswer;
import io.watchllm.operations.status.SinkReport;
import io.watchllm.runtime.Environment;
import io.watchllm.sink.SinkService;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;

/** {@code watchllm sink}. */
@Command(
        name = "sink",
        subcommands = {
            SinkCommand.StatusCommand.class,
            TableCommand.AcceptLossCommand.class,
            TableCommand.RewindCommand.class
        },
        description = {
            "Run the sink until it is stopped: it writes the row topics into their ClickHouse tables.",
            "",
            "Settings are environment variables (WATCHLLM_KAFKA_…, WATCHLLM_CLICKHOUSE_…, WATCHLLM_SINK_…);"
                    + " docs/operators/config.md lists them.",
        },
        footerHeading = "%nExample, a process for the largest table and one for the rest:%n",
        footer = {
            "  watchllm sink --tables events",
            "  watchllm sink --tables tool_calls,agent_steps",
            "",
            "How they fare:",
            "",
            "  watchllm sink status"
        })
public final class SinkCommand extends ServiceCommand {
    @Option(
            names = "--tables",
            scope = ScopeType.INHERIT,
            paramLabel = "T,…",
            description = "Tables: events, tool_calls, agent_steps (default: WATCHLLM_SINK_TABLES, or all three).")
    private @Nullable String tables;

    @Override
    public Integer call() throws InterruptedException {
        var variables = variables();
        var settings = SinkSettings.from(variables);
        return run("sink", variables, metrics -> new SinkService(settings, metrics));
    }

    /** The variables of this process and of the options that it was given. */
    Environment variables() {
        return environment("WATCHLLM_SINK_TABLES", tables);
    }

    /** {@code watchllm sink status}. */
    @Command(
            name = "status",
            description = {
                "Show how the sinks fare, by table and partition: what is committed, what is open, how far there is to go,"
                        + " who has it, and what went wrong last.",
                "",
                "Offsets, lag and owners come from Kafka; state, attempts and errors from the running sinks (--url). When"
                        + " no sink answers, these show as '?'.",
                "",
                "COMMITTED  everything below it has landed",
                "LAG        offsets from the first record that is not committed to the end; 0 when none is left",
                "LAG S      age of that record in seconds",
                "OPEN       range that may be in the table already; it is sent again under the same token",
            },
            exitCodeList = {
                "0:all is well",
                "1:something is not: a partition has stopped or has no sink, a table is not ready, a sink or Kafka gives no"
                        + " answer",
                "2:wrong usage or wrong settings"
            },
            footer = {
                "  watchllm sink status",
                "  watchllm sink status --tables events --url http://10.0.0.7:8080 --url http://10.0.0.8:8080",
                "  watchllm sink status --json | jq .problems"
            })
    static final class StatusCommand extends ShellCommand implements Callable<Integer> {
        @ParentCommand
        private @Nullable SinkCommand sink;

        @Mixin
        private UrlOption urls;

        @Option(names = "--json", description = "One JSON object on one line.")
        private boolean json;

        @Override
        public Integer call() throws InterruptedException {
            var variables = Objects.requireNonNull(sink).variables();
            var addresses = urls.addresses(variables);
            var tables = SinkSettings.tables(variables);
            var groups = new GroupReader(kafka()).read(tables);
            List<SinkAnswer> answers = new ArrayList<>();
            for (var address : addresses) {
                answers.add(SinkAnswer.ask(address, UrlOption.TIMEOUT));
            }
            var report = new SinkReport(groups, answers);
            var text = new SinkText(report);
            out().print(json ? text.json() + "\n" : text.text());
            return exitCode(report.problems().isEmpty());
        }
    }
}
