package io.watchllm.cli.notifier;

import io.watchllm.cli.alerts.AlertTopic;
import io.watchllm.notifier.config.NotifierTarget;
import io.watchllm.notifier.consume.AlertDecoder;
import io.watchllm.notifier.core.Message;
import io.watchllm.notifier.core.Outcome;
import io.watchllm.notifier.send.HttpReceiver;
import io.watchllm.notifier.send.Undelivered;
import io.watchllm.notifier.send.UndeliveredAlert;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.List;

/** Sends undelivered alerts once more, each by itself, and notes which the target has taken. */
public final class Redelivery {
    private final List<NotifierTarget> targets;
    private final HttpClient client;
    private final AlertDecoder decoder;
    private final Undelivered undelivered;

    public Redelivery(List<NotifierTarget> targets, HttpClient client, AlertDecoder decoder, Undelivered undelivered) {
        this.targets = List.copyOf(targets);
        this.client = client;
        this.decoder = decoder;
        this.undelivered = undelivered;
    }

    /** Why it could not be delivered again; empty when it was. */
    public String deliver(UndeliveredAlert stored) throws InterruptedException {
        var target = targets.stream()
                .filter(known -> known.target().name().equals(stored.target()))
                .findFirst();
        if (target.isEmpty()) {
            return "there is no target " + stored.target() + " any more";
        }
        var alert = AlertTopic.decode(stored.value(), decoder);
        if (alert == null) {
            return "what is kept is no alert";
        }
        var receiver = new HttpReceiver(client, target.get(), InstantSource.system());
        return switch (receiver.send(Message.of(alert))) {
            case Outcome.Failed failed -> failed.why();
            case Outcome.Refused refused -> refused.why();
            case Outcome.Delivered delivered -> {
                undelivered.keep(List.of(stored.settledAt(InstantSource.system().instant())));
                yield "";
            }
        };
    }
}
