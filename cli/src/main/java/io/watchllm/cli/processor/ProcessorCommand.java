package io.watchllm.cli.processor;

import io.watchllm.cli.shell.ServiceCommand;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.cli.shell.UrlOption;
import io.watchllm.operations.status.GroupReader;
import io.watchllm.operations.status.LocalAnswer;
import io.watchllm.operations.status.ProcessorReport;
import io.watchllm.processor.ProcessorService;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.schemas.Topics;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code watchllm processor}. */
@Command(
        name = "processor",
        subcommands = {
            ProcessorCommand.StatusCommand.class,
            PartitionCommand.SkipCommand.class,
            PartitionCommand.RewindCommand.class,
            PartitionCommand.AcceptLossCommand.class
        },
        description = {
            "Run the stream processor until it is stopped: it validates, redacts, prices and deduplicates"
                    + " events, and splits them into rows.",
            "",
            "Settings are environment variables (WATCHLLM_KAFKA_…, WATCHLLM_PROCESSOR_…); docs/operators/config.md lists them.",
        })
public final class ProcessorCommand extends ServiceCommand {
    @Override
    public Integer call() throws InterruptedException {
        var variables = environment();
        var settings = ProcessorSettings.from(variables);
        return run("processor", variables, metrics -> new ProcessorService(settings, metrics));
    }

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
    static final class StatusCommand extends ShellCommand implements Callable<Integer> {
        @Mixin
        private UrlOption urls;

        @Option(names = "--json", description = "One JSON object on one line.")
        private boolean json;

        @Override
        public Integer call() throws InterruptedException {
            var variables = environment();
            var addresses = urls.addresses(variables);
            var group = new GroupReader(kafka()).read(Topics.EVENTS.name(), ProcessorSettings.applicationId(variables));
            var answers = new ArrayList<ProcessorReport.Answer>();
            for (var address : addresses) {
                answers.add(new ProcessorReport.Answer(
                        address, LocalAnswer.health(address.resolve("/health/ready"), UrlOption.TIMEOUT)));
            }
            var report = new ProcessorReport(group, answers);
            var text = new ProcessorText(report);
            out().print(json ? text.json() + "\n" : text.text());
            return exitCode(report.problems().isEmpty());
        }
    }
}
