package io.watchllm.cli.notifier;

import io.watchllm.cli.shell.Failures;
import io.watchllm.cli.shell.Quiet;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.notifier.config.NotifierSettings;
import io.watchllm.notifier.consume.AlertDecoder;
import io.watchllm.notifier.consume.KafkaClients;
import io.watchllm.notifier.core.AlertFields;
import io.watchllm.notifier.send.HttpReceiver;
import io.watchllm.notifier.send.UndeliveredAlert;
import io.watchllm.notifier.send.UndeliveredTopic;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.runtime.PlainText;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code watchllm notifier undelivered}. */
@Command(
        name = "undelivered",
        description = {
            "List the alerts that a target could not be told, oldest first: when it was given up, target, alert, why.",
            "",
            "They are kept for 30 days. With --retry each is sent once more, and noted when the target takes it.",
        },
        footer = {
            "  watchllm notifier undelivered",
            "  watchllm notifier undelivered --target ops-slack --json",
            "  watchllm notifier undelivered --target ops-slack --retry --targets targets.yaml"
        })
final class NotifierUndeliveredCommand extends ShellCommand implements Callable<Integer> {
    @ParentCommand
    private NotifierCommand parent;

    @Option(names = "--target", paramLabel = "NAME", description = "Those of this target.")
    private @Nullable String target;

    @Option(names = "--retry", description = "Send each once more; exit code 1 when one is not taken.")
    private boolean retry;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        var connection = new KafkaConnection(KafkaSettings.from(parent.variables()));
        try (var consumer = connection.consumer()) {
            var box = new UndeliveredBox(new TopicReader(consumer));
            if (box.foreign() > 0) {
                err().printf("watchllm: %d records of the topic are no undelivered alerts%n", box.foreign());
            }
            var chosen = box.open().stream()
                    .filter(alert -> target == null || target.equals(alert.target()))
                    .toList();
            return retry ? retryAll(chosen, connection) : list(chosen);
        }
    }

    private int list(List<UndeliveredAlert> alerts) {
        alerts.forEach(alert -> out().println(json ? json(alert) : line(alert)));
        return 0;
    }

    private int retryAll(List<UndeliveredAlert> alerts, KafkaConnection connection) throws InterruptedException {
        Quiet.services();
        var out = out();
        var settings = NotifierSettings.from(parent.variables());
        var delivered = 0;
        try (var client = HttpReceiver.client();
                var registry = connection.registry();
                var topic = new UndeliveredTopic(
                        new KafkaProducer<>(KafkaClients.undeliveredProducer(connection.settings())))) {
            var redelivery = new Redelivery(settings.targets(), client, new AlertDecoder(registry), topic);
            for (var alert : alerts) {
                var problem = redelivery.deliver(alert);
                out.printf(
                        "%s %s %s%n",
                        alert.target(),
                        PlainText.line(alert.alert().eventId()),
                        problem.isEmpty() ? "delivered" : PlainText.line(problem));
                delivered += problem.isEmpty() ? 1 : 0;
            }
        } catch (IOException failure) {
            throw new IllegalStateException("the Schema Registry client did not close", failure);
        }
        out.printf("%d delivered, %d not%n", delivered, alerts.size() - delivered);
        return delivered == alerts.size() ? 0 : Failures.FAILED;
    }

    private static String line(UndeliveredAlert alert) {
        return PlainText.line("%s  %s  %s  %s  %s"
                .formatted(
                        alert.time().truncatedTo(ChronoUnit.SECONDS),
                        alert.target(),
                        alert.alert().eventId(),
                        alert.origin(),
                        alert.error()));
    }

    private static String json(UndeliveredAlert alert) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("time", alert.time().toString());
        fields.put("target", alert.target());
        fields.put("project_id", alert.alert().projectId());
        fields.put("event_id", alert.alert().eventId());
        fields.put("origin", alert.origin());
        fields.put("error", alert.error());
        return AlertFields.json(fields);
    }
}
