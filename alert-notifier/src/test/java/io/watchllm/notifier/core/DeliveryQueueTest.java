package io.watchllm.notifier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.control.Alert;
import io.watchllm.events.AlertState;
import io.watchllm.notifier.Alerts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeliveryQueueTest {
    private static final Instant T0 = Alerts.TIME;
    private static final RateLimit TWO_A_MINUTE = new RateLimit(2, Duration.ofMinutes(1));
    private static final RetryPolicy RETRY =
            new RetryPolicy(Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofMinutes(10));

    private final List<Pending> superseded = new ArrayList<>();

    private static DeliveryQueue lane(boolean digests) {
        return new DeliveryQueue(new DeliveryPolicy(digests, TWO_A_MINUTE, RETRY, 5));
    }

    @Test
    void shouldGatherWhatGoesOverTheLimitIntoOneDigest() {
        var lane = lane(true);
        offer(lane, 0, 5, T0);

        assertThat(sent(lane, T0)).containsExactly("a-0");
        assertThat(sent(lane, T0)).containsExactly("a-1");
        assertThat(lane.next(T0, superseded)).isEqualTo(new Step.Wait(T0.plusSeconds(60)));
        assertThat(lane.committable()).isEqualTo(Map.of(0, 2L));
        assertThat(sent(lane, T0.plusSeconds(60))).containsExactly("a-2", "a-3", "a-4");
        assertThat(lane.next(T0.plusSeconds(60), superseded)).isEqualTo(new Step.Idle());
        assertThat(lane.committable()).isEqualTo(Map.of(0, 5L));
        lane.offer(alert(5, T0));
        assertThat(sent(lane, T0.plusSeconds(61)))
                .as("the digest was the first of two")
                .containsExactly("a-5");
    }

    @Test
    void shouldTellEachByItselfAgainWhenNothingHadToWait() {
        var lane = lane(true);
        offer(lane, 0, 2, T0);
        sent(lane, T0);
        sent(lane, T0);

        offer(lane, 2, 4, T0.plusSeconds(90));

        assertThat(sent(lane, T0.plusSeconds(90))).containsExactly("a-2");
        assertThat(sent(lane, T0.plusSeconds(90))).containsExactly("a-3");
    }

    @Test
    void shouldTellThePagerTheLastOfEachRuleAndGroupInsteadOfADigest() {
        var lane = lane(false);
        lane.offer(alert(0, Alerts.of("a-0", "r", "g")));
        lane.offer(alert(1, Alerts.of("a-1", "r", "h")));
        sent(lane, T0);
        sent(lane, T0);
        lane.offer(alert(2, Alerts.of("a-2", "r", "g", AlertState.resolved)));
        lane.offer(alert(3, Alerts.of("a-3", "r", "h", AlertState.resolved)));
        lane.offer(alert(4, Alerts.of("a-4", "r", "g")));
        assertThat(lane.next(T0, superseded)).isInstanceOf(Step.Wait.class);

        assertThat(sent(lane, T0.plusSeconds(60))).containsExactly("a-3");
        assertThat(superseded).extracting(each -> each.alert().getEventId()).containsExactly("a-2");
        assertThat(sent(lane, T0.plusSeconds(60))).containsExactly("a-4");
    }

    @Test
    void shouldNotLetOneProjectsAlertStandForAnothers() {
        var lane = new DeliveryQueue(new DeliveryPolicy(false, new RateLimit(1, Duration.ofSeconds(20)), RETRY, 10));
        lane.offer(alert(0, in("shop-a", "a-fires", AlertState.firing)));
        lane.offer(alert(1, in("shop-b", "b-fires", AlertState.firing)));
        lane.offer(alert(2, in("shop-a", "a-ends", AlertState.resolved)));

        assertThat(drained(lane)).containsExactlyInAnyOrder("a-fires", "b-fires", "a-ends");
        assertThat(superseded).isEmpty();
    }

    @Test
    void shouldLimitAndGatherEachProjectByItself() {
        var lane = lane(true);
        for (var offset = 0; offset < 4; offset++) {
            lane.offer(alert(offset, Alerts.in("loud", Alerts.of("loud-" + offset, "r", "g"))));
        }
        lane.offer(alert(4, Alerts.in("quiet", Alerts.of("quiet-0", "r", "g"))));

        assertThat(sent(lane, T0)).containsExactly("loud-0");
        assertThat(sent(lane, T0)).containsExactly("loud-1");
        assertThat(sent(lane, T0)).as("not held up by the other's limit").containsExactly("quiet-0");
        assertThat(lane.committable()).isEqualTo(Map.of(0, 2L));
        assertThat(lane.next(T0, superseded)).isEqualTo(new Step.Wait(T0.plusSeconds(60)));
        lane.offer(Alerts.pending(5, Alerts.in("quiet", Alerts.of("quiet-1", "r", "g")), T0.plusSeconds(60)));
        assertThat(sent(lane, T0.plusSeconds(60))).containsExactly("loud-2", "loud-3");
        assertThat(sent(lane, T0.plusSeconds(60))).containsExactly("quiet-1");
    }

    @Test
    void shouldCountProjectsBeyondABoundTogether() {
        var lane = new DeliveryQueue(new DeliveryPolicy(false, new RateLimit(1, Duration.ofMinutes(1)), RETRY, 1_000));
        for (var offset = 0; offset < 300; offset++) {
            lane.offer(alert(offset, Alerts.in("project-" + offset, Alerts.of("a-" + offset, "r", "g"))));
        }

        var messages = 0;
        while (lane.next(T0, superseded) instanceof Step.Send) {
            lane.delivered();
            messages++;
        }

        assertThat(messages).isEqualTo(101);
        assertThat(superseded).isEmpty();
        assertThat(drained(lane)).hasSize(199);
    }

    private static Alert in(String project, String id, AlertState state) {
        return Alerts.in(project, Alerts.of(id, "user-spend", "u1", state));
    }

    /** All that is sent, however long it takes. */
    private List<String> drained(DeliveryQueue lane) {
        var ids = new ArrayList<String>();
        var now = T0;
        while (true) {
            switch (lane.next(now, superseded)) {
                case Step.Idle idle -> {
                    return ids;
                }
                case Step.Wait(var until) -> now = until;
                case Step.Send(var message) -> {
                    message.alerts().forEach(each -> ids.add(each.getEventId()));
                    lane.delivered();
                }
            }
        }
    }

    @Test
    void shouldTakeNoMoreThanItMayHoldInBytes() {
        var lane = new DeliveryQueue(new DeliveryPolicy(true, TWO_A_MINUTE, RETRY, 1_000));
        var large = new byte[9 << 20];

        lane.offer(new Pending(new Place(0, 0), Alerts.of("a-0", "r", "g"), T0, large));
        assertThat(lane.hasRoom()).isTrue();
        lane.offer(new Pending(new Place(0, 1), Alerts.of("a-1", "r", "g"), T0, large));
        assertThat(lane.hasRoom()).isFalse();

        sent(lane, T0);
        assertThat(lane.hasRoom()).isTrue();
    }

    @Test
    void shouldTryTheSameMessageAgainAfterAPauseThatDoubles() {
        var lane = lane(true);
        offer(lane, 0, 1, T0);
        var now = T0;
        for (var pause : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            assertThat(lane.next(now, superseded)).isInstanceOf(Step.Send.class);
            assertThat(lane.failed(new Outcome.Failed("answered 500", null), now, 0)
                            .giveUp())
                    .isEmpty();
            assertThat(lane.next(now, superseded)).isEqualTo(new Step.Wait(now.plusSeconds(pause)));
            now = now.plusSeconds(pause);
        }
        assertThat(lane.failures()).isEqualTo(7);
        assertThat(sent(lane, now)).containsExactly("a-0");
        assertThat(lane.failures()).isZero();
    }

    @Test
    void shouldWaitAsLongAsTheTargetAsks() {
        var lane = lane(true);
        offer(lane, 0, 1, T0);
        lane.next(T0, superseded);

        lane.failed(new Outcome.Failed("answered 429", Duration.ofSeconds(90)), T0, 0);
        assertThat(lane.next(T0, superseded)).isEqualTo(new Step.Wait(T0.plusSeconds(90)));

        lane.next(T0.plusSeconds(90), superseded);
        lane.failed(new Outcome.Failed("answered 429", Duration.ofDays(9)), T0.plusSeconds(90), 0);
        assertThat(lane.next(T0.plusSeconds(90), superseded))
                .as("not longer than alerts are kept at all")
                .isEqualTo(new Step.Wait(T0.plusSeconds(90).plus(RETRY.giveUpAfter())));
    }

    @Test
    void shouldGiveUpAllThatIsTooOldWithOneAttempt() {
        var lane = lane(true);
        offer(lane, 0, 3, T0);
        lane.offer(alert(3, T0.plusSeconds(300)));
        var late = T0.plusSeconds(600);
        lane.next(late, superseded);

        var outcome = new Outcome.Failed("answered 500", null);
        var failure = lane.failed(outcome, late, 0);
        assertThat(failure.giveUp()).extracting(each -> each.place().offset()).containsExactly(0L, 1L, 2L);
        assertThat(lane.committable()).as("until they are written down").isEqualTo(Map.of(0, 0L));
        lane.drop(failure, outcome);

        assertThat(lane.committable()).isEqualTo(Map.of(0, 3L));
        assertThat(lane.next(late, superseded)).as("the target is still away").isInstanceOf(Step.Wait.class);
        assertThat(sent(lane, late.plusSeconds(60))).containsExactly("a-3");
    }

    @Test
    void shouldGiveUpOnlyTheMessageThatIsRefused() {
        var lane = lane(true);
        offer(lane, 0, 2, T0);
        lane.next(T0, superseded);

        var outcome = new Outcome.Refused("answered 400");
        lane.drop(lane.failed(outcome, T0, 0), outcome);

        assertThat(lane.failures()).isZero();
        assertThat(sent(lane, T0)).containsExactly("a-1");
    }

    @Test
    void shouldForgetWhatAnotherProcessTakesOver() {
        var lane = lane(true);
        lane.begin(0, 7);
        lane.begin(1, 0);
        lane.offer(alert(7, T0));
        lane.next(T0, superseded);

        lane.forget(0);

        assertThat(lane.next(T0, superseded)).isEqualTo(new Step.Idle());
        assertThat(lane.committable()).isEqualTo(Map.of(1, 0L));
    }

    private static void offer(DeliveryQueue lane, int from, int to, Instant arrived) {
        for (var offset = from; offset < to; offset++) {
            lane.offer(alert(offset, arrived));
        }
    }

    private static Pending alert(long offset, Instant arrived) {
        return Alerts.pending(offset, Alerts.of("a-" + offset, "r", "g" + offset), arrived);
    }

    private static Pending alert(long offset, Alert alert) {
        return Alerts.pending(offset, alert, T0);
    }

    private List<String> sent(DeliveryQueue lane, Instant now) {
        var step = lane.next(now, superseded);
        assertThat(step).isInstanceOf(Step.Send.class);
        lane.delivered();
        return ((Step.Send) step)
                .message().alerts().stream().map(Alert::getEventId).toList();
    }
}
