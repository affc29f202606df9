package io.watchllm.cli.sink;

import io.watchllm.cli.shell.Failures;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.cli.shell.UrlOption;
import io.watchllm.operations.status.GroupReader;
import io.watchllm.operations.status.SinkAnswer;
import io.watchllm.operations.status.SinkReport;
import io.watchllm.sink.config.SinkSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

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
final class SinkStatusCommand extends ShellCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @ParentCommand
    private @Nullable SinkCommand sink;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "A running sink to ask; can be repeated (default: WATCHLLM_HTTP_PORT on this machine).")
    private List<String> urls = new ArrayList<>();

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        var variables = Objects.requireNonNull(sink).variables();
        var addresses = UrlOption.addresses(urls, variables);
        var tables = SinkSettings.tables(variables);
        var groups = new GroupReader(kafka()).read(tables);
        List<SinkAnswer> answers = new ArrayList<>();
        for (var address : addresses) {
            answers.add(SinkAnswer.ask(address, TIMEOUT));
        }
        var report = new SinkReport(groups, answers);
        var text = new SinkText(report);
        out().print(json ? text.json() + "\n" : text.text());
        return report.problems().isEmpty() ? 0 : Failures.FAILED;
    }
}
