package io.watchllm.cli.send;

import io.watchllm.cli.shell.InputFiles;
import io.watchllm.cli.shell.TopCommand;
import io.watchllm.operations.input.EventInput;
import io.watchllm.operations.input.InputEvent;
import io.watchllm.operations.input.InputPrivacy;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.processor.PrivacySettings;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.runtime.PlainText;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code watchllm send FILE…}. */
@Command(
        name = "send",
        description = {
            "Send events from files to Kafka.",
            "",
            "A file holds events, or batches {\"events\":[…]}: one a line (NDJSON), over several lines, or in JSON arrays;"
                    + " gzip is recognised. What is no event is reported with its line, laid into the dead letters, and the"
                    + " rest goes on.",
        },
        footer = {
            "  watchllm send events.ndjson",
            "  zcat old/*.gz | watchllm send -",
            "  watchllm send --fail-fast --env-file .watchllm.env export.json.gz"
        })
public final class SendCommand extends TopCommand implements Callable<Integer> {
    @Option(names = "--fail-fast", description = "Stop at the first line that is no event.")
    private boolean failFast;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to read; - is standard input.")
    private List<String> files;

    /** Ends the reading of an input; the message was printed already. */
    private static final class BadLine extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public Integer call() throws IOException {
        var variables = environment();
        var privacy = InputPrivacy.of(PrivacySettings.from(variables));
        var connection = new KafkaConnection(KafkaSettings.from(variables));
        var err = err();
        InputFiles.requireReadable("FILE", files, "file of events");
        connection.requireReachable();
        try (var sender = new EventSender(connection, Clock.systemUTC(), privacy)) {
            try {
                for (var file : files) {
                    var input = EventInput.of(file);
                    input.read(event -> pass(input, event, sender));
                }
            } catch (BadLine _) {
                err.println("watchllm: stopped at the first bad line, as --fail-fast says");
            }
            var report = sender.finish();
            out().printf("sent %,d events; %,d bad lines; %,d failed%n", report.sent(), report.bad(), report.failed());
            if (report.failed() > 0) {
                err.println("watchllm: the first failure was: " + report.firstFailure());
            }
            return exitCode(report.failed() == 0 && !(failFast && report.bad() > 0));
        }
    }

    private void pass(EventInput input, InputEvent event, EventSender sender) {
        switch (event) {
            case InputEvent.Good good -> sender.send(good.event());
            case InputEvent.Bad bad -> {
                err().println(input.name() + ":" + bad.line() + ": " + PlainText.line(bad.problem()));
                sender.setAside(input.name(), bad);
                if (failFast) {
                    throw new BadLine();
                }
            }
        }
    }
}
