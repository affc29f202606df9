package io.watchllm.cli.notifier;

import io.watchllm.notifier.config.TargetEntry;
import io.watchllm.notifier.core.DeliveryPolicy;
import io.watchllm.notifier.core.Pending;
import io.watchllm.notifier.core.SimulatedDelivery;
import io.watchllm.notifier.core.Target;
import io.watchllm.runtime.Secret;
import java.util.List;
import java.util.function.Consumer;

/** What the targets would have been sent for alerts that were raised: nothing is sent, and no secret is needed. */
public final class DryRun {
    private static final Secret HIDDEN = new Secret("(hidden)");

    private final List<Pending> raised;
    private final int pendingMax;

    /**
     * A run over recorded alerts.
     *
     * @param raised in the order in which they were raised
     * @param pendingMax most alerts in one digest
     */
    public DryRun(List<Pending> raised, int pendingMax) {
        this.raised = List.copyOf(raised);
        this.pendingMax = pendingMax;
    }

    /** Says each message of a target: when, to whom, and its body. */
    public void run(TargetEntry entry, Consumer<String> line) {
        var target = entry.target();
        var taken = raised.stream()
                .filter(each -> target.verdict(each.alert()) == Target.Verdict.TELL)
                .toList();
        var sendings = SimulatedDelivery.of(DeliveryPolicy.of(target, pendingMax), taken);
        for (var sending : sendings) {
            var notification =
                    target.format().notification(sending.message(), target.template(), HIDDEN, sending.time());
            line.accept("%s %s %s".formatted(sending.time(), target.name(), notification.body()));
        }
        line.accept("%s (%s): %d of %d alerts, in %d messages"
                .formatted(target.name(), target.format().word(), taken.size(), raised.size(), sendings.size()));
    }
}
