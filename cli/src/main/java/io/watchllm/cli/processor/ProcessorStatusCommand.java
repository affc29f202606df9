package io.watchllm.cli.processor;

import io.watchllm.cli.health.HealthProbe;
import io.watchllm.cli.shell.Failures;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.cli.shell.UrlOption;
import io.watchllm.operations.status.GroupReader;
import io.watchllm.operations.status.ProcessorReport;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code watchllm processor status}. */
@Command(
        name = "status",
        description = {
            "Show how the processors fare, by partition of watchllm.events: what is committed, how far there is to go,"
                    + " who has it, and whether the processors are ready.",
            "",
            "Offsets, lag and owners come from Kafka, readiness from the running processors (--url).",
        },
        exitCodeList = {
            "0:all is well",
            "1:something is not: a partition has no processor, a processor is not ready or gives no answer",
            "2:wrong usage or wrong settings"
        },
        footer = {
            "  watchllm processor status",
            "  watchllm processor status --url http://10.0.0.7:8080 --url http://10.0.0.8:8080 --json"
        })
final class ProcessorStatusCommand extends ShellCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "A running processor to ask; can be repeated (default: WATCHLLM_HTTP_PORT on this machine).")
    private List<String> urls = new ArrayList<>();

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        var variables = environment();
        var addresses = UrlOption.addresses(urls, variables);
        var group = new GroupReader(kafka()).read(Topics.EVENTS.name(), ProcessorSettings.applicationId(variables));
        List<ProcessorReport.Answer> answers = new ArrayList<>();
        for (var address : addresses) {
            answers.add(new ProcessorReport.Answer(address, new HealthProbe(address, TIMEOUT).ask("/health/ready")));
        }
        var report = new ProcessorReport(group, answers);
        var text = new ProcessorText(report);
        out().print(json ? text.json() + "\n" : text.text());
        return report.problems().isEmpty() ? 0 : Failures.FAILED;
    }
}
