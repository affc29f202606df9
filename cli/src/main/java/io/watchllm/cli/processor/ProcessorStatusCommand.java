package io.watchllm.cli.processor;

import io.watchllm.cli.health.HealthProbe;
import io.watchllm.cli.shell.Failures;
import io.watchllm.cli.shell.UrlOption;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.status.GroupReader;
import io.watchllm.operations.status.ProcessorReport;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code watchllm processor status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Show how the processors fare, by partition of watchllm.events: what is committed, how far there is to go,"
                    + " who has it, and whether the processors are ready.",
            "",
            "Offsets, lag and owners come from Kafka, readiness from the running processors (--url).",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is well",
            "1:something is not: a partition has no processor, a processor is not ready or gives no answer",
            "2:wrong usage or wrong settings"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  watchllm processor status",
            "  watchllm processor status --url http://10.0.0.7:8080 --url http://10.0.0.8:8080 --json"
        })
final class ProcessorStatusCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private @Nullable ProcessorCommand processor;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "A running processor to ask; can be repeated (default: WATCHLLM_HTTP_PORT on this machine).")
    private List<String> urls = new ArrayList<>();

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        var variables = Objects.requireNonNull(processor).variables();
        var addresses = UrlOption.addresses(urls, variables);
        var group = new GroupReader(new KafkaConnection(KafkaSettings.from(variables)))
                .read(Topics.EVENTS.name(), ProcessorSettings.applicationId(variables));
        List<ProcessorReport.Answer> answers = new ArrayList<>();
        for (var address : addresses) {
            answers.add(new ProcessorReport.Answer(address, new HealthProbe(address, TIMEOUT).ask("/health/ready")));
        }
        var report = new ProcessorReport(group, answers);
        var text = new ProcessorText(report);
        var out = spec.commandLine().getOut();
        out.print(json ? text.json() + "\n" : text.text());
        out.flush();
        return report.problems().isEmpty() ? 0 : Failures.FAILED;
    }
}
