package io.watchllm.cli.notifier;

import io.watchllm.cli.alerts.AlertTopic;
import io.watchllm.cli.shell.JsonObject;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.notifier.config.NotifierSettings;
import io.watchllm.notifier.consume.AlertDecoder;
import io.watchllm.notifier.consume.KafkaClients;
import io.watchllm.notifier.core.Message;
import io.watchllm.notifier.core.Outcome;
import io.watchllm.notifier.send.HttpReceiver;
import io.watchllm.notifier.send.UndeliveredAlert;
import io.watchllm.notifier.send.UndeliveredTopic;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.runtime.PlainText;
import io.watchllm.schemas.Topics;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code watchllm notifier undelivered}. */
@Command(
        name = "undelivered",
        description = {
            "List the alerts that could not be delivered to a target, oldest first: when it was given up, target, alert, why.",
            "",
            "They are kept for 30 days. With --retry each is sent once more, and noted when the target takes it.",
        },
        footer = {
            "  watchllm notifier undelivered",
            "  watchllm notifier undelivered --target ops-slack --json",
            "  watchllm notifier undelivered --target ops-slack --retry --targets targets.yaml"
        })
final class UndeliveredCommand extends ShellCommand implements Callable<Integer> {
    @ParentCommand
    private NotifierCommand parent;

    @Option(names = "--target", paramLabel = "NAME", description = "Those of this target.")
    private @Nullable String target;

    @Option(names = "--retry", description = "Send each once more; exit code 1 when one is not taken.")
    private boolean retry;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var connection = new KafkaConnection(KafkaSettings.from(parent.variables()));
        var alerts = read(connection).stream()
                .filter(alert -> target == null || target.equals(alert.target()))
                .toList();
        if (retry) {
            return retry(alerts, connection);
        }
        alerts.forEach(alert -> out().println(json ? json(alert) : line(alert)));
        return 0;
    }

    /** The alerts that were not delivered after all, oldest first. */
    private List<UndeliveredAlert> read(KafkaConnection connection) {
        var open = new LinkedHashMap<String, UndeliveredAlert>();
        var foreign = new int[1];
        try (var consumer = connection.consumer()) {
            new TopicReader(consumer).read(Topics.UNDELIVERED_ALERTS.name(), record -> {
                try {
                    var alert = UndeliveredAlert.from(record);
                    open.remove(alert.key());
                    if (!alert.resolved()) {
                        open.put(alert.key(), alert);
                    }
                } catch (IllegalArgumentException notOurs) {
                    // Somebody else's record must not hide the others; it is counted.
                    foreign[0]++;
                }
                return true;
            });
        }
        if (foreign[0] > 0) {
            err().printf("watchllm: %d records of the topic are no undelivered alerts%n", foreign[0]);
        }
        return List.copyOf(open.values());
    }

    private int retry(List<UndeliveredAlert> alerts, KafkaConnection connection)
            throws IOException, InterruptedException {
        var targets = NotifierSettings.from(parent.variables()).targets().stream()
                .collect(Collectors.toMap(known -> known.target().name(), Function.identity()));
        var delivered = 0;
        try (var client = HttpReceiver.client();
                var registry = connection.registry();
                var topic = new UndeliveredTopic(
                        new KafkaProducer<>(KafkaClients.undeliveredProducer(connection.settings())))) {
            var decoder = new AlertDecoder(registry);
            for (var alert : alerts) {
                var known = targets.get(alert.target());
                var problem = known == null
                        ? "there is no target " + alert.target() + " any more"
                        : send(alert, new HttpReceiver(client, known, InstantSource.system()), decoder);
                if (problem.isEmpty()) {
                    topic.keep(List.of(alert.resolvedAt(InstantSource.system().instant())));
                    delivered++;
                }
                out().printf(
                                "%s %s %s%n",
                                alert.target(),
                                PlainText.line(alert.alert().eventId()),
                                problem.isEmpty() ? "delivered" : PlainText.line(problem));
            }
        }
        out().printf("%d delivered, %d not%n", delivered, alerts.size() - delivered);
        return exitCode(delivered == alerts.size());
    }

    /** Why an alert could not be delivered again; empty when it was. */
    private static String send(UndeliveredAlert stored, HttpReceiver receiver, AlertDecoder decoder)
            throws InterruptedException {
        var alert = AlertTopic.decode(stored.value(), decoder);
        if (alert == null) {
            return "what is kept is no alert";
        }
        return switch (receiver.send(Message.of(alert))) {
            case Outcome.Failed failed -> failed.why();
            case Outcome.Refused refused -> refused.why();
            case Outcome.Delivered delivered -> "";
        };
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
        return new JsonObject()
                .put("time", alert.time().toString())
                .put("target", alert.target())
                .put("project_id", alert.alert().projectId())
                .put("event_id", alert.alert().eventId())
                .put("origin", alert.origin())
                .put("error", alert.error())
                .line();
    }
}
