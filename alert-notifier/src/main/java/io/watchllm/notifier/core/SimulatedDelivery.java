package io.watchllm.notifier.core;

import io.watchllm.notifier.core.DeliveryQueue.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Simulates what a target would have received had it accepted everything at once: runs the delivery queue over recorded
 * alerts.
 */
public final class SimulatedDelivery {
    private final DeliveryQueue queue;
    private final List<Sending> sendings = new ArrayList<>();
    private final List<Pending> superseded = new ArrayList<>();
    private Instant now = Instant.MIN;

    private SimulatedDelivery(DeliveryPolicy rules) {
        queue = new DeliveryQueue(rules);
    }

    /** A message and its sending time. */
    public record Sending(Instant time, Message message) {}

    /**
     * The messages sent, in order.
     *
     * @param arrivals alerts that match the target's filter, by arrival time
     */
    public static List<Sending> of(DeliveryPolicy rules, List<Pending> arrivals) {
        var run = new SimulatedDelivery(rules);
        for (var arrival : arrivals) {
            run.playUntil(arrival.arrived());
            while (!run.queue.hasRoom()) {
                // The reader would have paused until there is room.
                run.playOne(Instant.MAX);
            }
            run.now = run.now.isBefore(arrival.arrived()) ? arrival.arrived() : run.now;
            run.queue.offer(arrival);
        }
        run.playUntil(Instant.MAX);
        return List.copyOf(run.sendings);
    }

    private void playUntil(Instant limit) {
        while (playOne(limit)) {
            // Until nothing is left to send before the limit.
        }
    }

    private boolean playOne(Instant limit) {
        return switch (queue.next(now, superseded)) {
            case Step.Idle idle -> false;
            case Step.Wait(var until) -> {
                if (until.isAfter(limit)) {
                    yield false;
                }
                now = until;
                yield true;
            }
            case Step.Send(var message) -> {
                sendings.add(new Sending(now, message));
                queue.delivered();
                yield true;
            }
        };
    }
}
