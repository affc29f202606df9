package io.watchllm.notifier.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a target would have been sent if it had taken everything at once: the lane itself, over recorded alerts. */
public final class SimulatedDelivery {
    private final DeliveryQueue lane;
    private final List<Sending> sendings = new ArrayList<>();
    private final List<Pending> superseded = new ArrayList<>();
    private Instant now = Instant.MIN;

    private SimulatedDelivery(DeliveryPolicy rules) {
        lane = new DeliveryQueue(rules);
    }

    /** A message and when it would have been sent. */
    public record Sending(Instant time, Message message) {}

    /**
     * What is sent, in order.
     *
     * @param arrivals alerts that the target takes, by the time of their arrival
     */
    public static List<Sending> of(DeliveryPolicy rules, List<Pending> arrivals) {
        var rehearsal = new SimulatedDelivery(rules);
        for (var arrival : arrivals) {
            rehearsal.playUntil(arrival.arrived());
            while (!rehearsal.lane.hasRoom()) {
                // The reader would have paused until there is room.
                rehearsal.playOne(Instant.MAX);
            }
            rehearsal.now = rehearsal.now.isBefore(arrival.arrived()) ? arrival.arrived() : rehearsal.now;
            rehearsal.lane.offer(arrival);
        }
        rehearsal.playUntil(Instant.MAX);
        return List.copyOf(rehearsal.sendings);
    }

    private void playUntil(Instant limit) {
        while (playOne(limit)) {
            // Until there is nothing left to do before the limit.
        }
    }

    private boolean playOne(Instant limit) {
        return switch (lane.next(now, superseded)) {
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
                lane.delivered();
                yield true;
            }
        };
    }
}
