package io.watchllm.notifier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.control.Alert;
import io.watchllm.events.AlertState;
import io.watchllm.notifier.Alerts;
import io.watchllm.notifier.core.DeliveryPolicy.RateLimit;
import io.watchllm.notifier.core.DeliveryPolicy.RetryPolicy;
import io.watchllm.notifier.core.DeliveryQueue.Step;
import io.watchllm.notifier.core.Pending.Position;
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

    private static DeliveryQueue queue(boolean digests) {
        return new DeliveryQueue(new DeliveryPolicy(digests, TWO_A_MINUTE, RETRY, 5));
    }

    @Test
    void shouldGatherWhatGoesOverTheLimitIntoOneDigest() {
        var queue = queue(true);
        offer(queue, 0, 5, T0);

        assertThat(sent(queue, T0)).containsExactly("a-0");
        assertThat(sent(queue, T0)).containsExactly("a-1");
        assertThat(queue.next(T0, superseded)).isEqualTo(new Step.Wait(T0.plusSeconds(60)));
        assertThat(queue.committable()).isEqualTo(Map.of(0, 2L));
        assertThat(sent(queue, T0.plusSeconds(60))).containsExactly("a-2", "a-3", "a-4");
        assertThat(queue.next(T0.plusSeconds(60), superseded)).isEqualTo(new Step.Idle());
        assertThat(queue.committable()).isEqualTo(Map.of(0, 5L));
        queue.offer(alert(5, T0));
        assertThat(sent(queue, T0.plusSeconds(61)))
                .as("the digest was the first of two")
                .containsExactly("a-5");
    }

    @Test
    void shouldTellEachByItselfAgainWhenNothingHadToWait() {
        var queue = queue(true);
        offer(queue, 0, 2, T0);
        sent(queue, T0);
        sent(queue, T0);

        offer(queue, 2, 4, T0.plusSeconds(90));

        assertThat(sent(queue, T0.plusSeconds(90))).containsExactly("a-2");
        assertThat(sent(queue, T0.plusSeconds(90))).containsExactly("a-3");
    }

    @Test
    void shouldTellThePagerTheLastOfEachRuleAndGroupInsteadOfADigest() {
        var queue = queue(false);
        queue.offer(alert(0, Alerts.of("a-0", "r", "g")));
        queue.offer(alert(1, Alerts.of("a-1", "r", "h")));
        sent(queue, T0);
        sent(queue, T0);
        queue.offer(alert(2, Alerts.of("a-2", "r", "g", AlertState.resolved)));
        queue.offer(alert(3, Alerts.of("a-3", "r", "h", AlertState.resolved)));
        queue.offer(alert(4, Alerts.of("a-4", "r", "g")));
        assertThat(queue.next(T0, superseded)).isInstanceOf(Step.Wait.class);

        assertThat(sent(queue, T0.plusSeconds(60))).containsExactly("a-3");
        assertThat(superseded).extracting(each -> each.alert().getEventId()).containsExactly("a-2");
        assertThat(sent(queue, T0.plusSeconds(60))).containsExactly("a-4");
    }

    @Test
    void shouldNotLetOneProjectsAlertStandForAnothers() {
        var queue = new DeliveryQueue(new DeliveryPolicy(false, new RateLimit(1, Duration.ofSeconds(20)), RETRY, 10));
        queue.offer(alert(0, in("shop-a", "a-fires", AlertState.firing)));
        queue.offer(alert(1, in("shop-b", "b-fires", AlertState.firing)));
        queue.offer(alert(2, in("shop-a", "a-ends", AlertState.resolved)));

        assertThat(drained(queue)).containsExactlyInAnyOrder("a-fires", "b-fires", "a-ends");
        assertThat(superseded).isEmpty();
    }

    @Test
    void shouldLimitAndGatherEachProjectByItself() {
        var queue = queue(true);
        for (var offset = 0; offset < 4; offset++) {
            queue.offer(alert(offset, Alerts.in("loud", Alerts.of("loud-" + offset, "r", "g"))));
        }
        queue.offer(alert(4, Alerts.in("quiet", Alerts.of("quiet-0", "r", "g"))));

        assertThat(sent(queue, T0)).containsExactly("loud-0");
        assertThat(sent(queue, T0)).containsExactly("loud-1");
        assertThat(sent(queue, T0)).as("not held up by the other's limit").containsExactly("quiet-0");
        assertThat(queue.committable()).isEqualTo(Map.of(0, 2L));
        assertThat(queue.next(T0, superseded)).isEqualTo(new Step.Wait(T0.plusSeconds(60)));
        queue.offer(Alerts.pending(5, Alerts.in("quiet", Alerts.of("quiet-1", "r", "g")), T0.plusSeconds(60)));
        assertThat(sent(queue, T0.plusSeconds(60))).containsExactly("loud-2", "loud-3");
        assertThat(sent(queue, T0.plusSeconds(60))).containsExactly("quiet-1");
    }

    @Test
    void shouldCountProjectsBeyondABoundTogether() {
        var queue = new DeliveryQueue(new DeliveryPolicy(false, new RateLimit(1, Duration.ofMinutes(1)), RETRY, 1_000));
        for (var offset = 0; offset < 300; offset++) {
            queue.offer(alert(offset, Alerts.in("project-" + offset, Alerts.of("a-" + offset, "r", "g"))));
        }

        var messages = 0;
        while (queue.next(T0, superseded) instanceof Step.Send) {
            queue.delivered();
            messages++;
        }

        assertThat(messages).isEqualTo(101);
        assertThat(superseded).isEmpty();
        assertThat(drained(queue)).hasSize(199);
    }

    private static Alert in(String project, String id, AlertState state) {
        return Alerts.in(project, Alerts.of(id, "user-spend", "u1", state));
    }

    /** All that is sent, however long it takes. */
    private List<String> drained(DeliveryQueue queue) {
        var ids = new ArrayList<String>();
        var now = T0;
        while (true) {
            switch (queue.next(now, superseded)) {
                case Step.Idle idle -> {
                    return ids;
                }
                case Step.Wait(var until) -> now = until;
                case Step.Send(var message) -> {
                    message.alerts().forEach(each -> ids.add(each.getEventId()));
                    queue.delivered();
                }
            }
        }
    }

    @Test
    void shouldTakeNoMoreThanItMayHoldInBytes() {
        var queue = new DeliveryQueue(new DeliveryPolicy(true, TWO_A_MINUTE, RETRY, 1_000));
        var large = new byte[9 << 20];

        queue.offer(new Pending(new Position(0, 0), Alerts.of("a-0", "r", "g"), T0, large));
        assertThat(queue.hasRoom()).isTrue();
        queue.offer(new Pending(new Position(0, 1), Alerts.of("a-1", "r", "g"), T0, large));
        assertThat(queue.hasRoom()).isFalse();

        sent(queue, T0);
        assertThat(queue.hasRoom()).isTrue();
    }

    @Test
    void shouldTryTheSameMessageAgainAfterAPauseThatDoubles() {
        var queue = queue(true);
        offer(queue, 0, 1, T0);
        var now = T0;
        for (var pause : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            assertThat(queue.next(now, superseded)).isInstanceOf(Step.Send.class);
            assertThat(queue.failed(new Outcome.Failed("answered 500", null), now, 0)
                            .giveUp())
                    .isEmpty();
            assertThat(queue.next(now, superseded)).isEqualTo(new Step.Wait(now.plusSeconds(pause)));
            now = now.plusSeconds(pause);
        }
        assertThat(queue.failures()).isEqualTo(7);
        assertThat(sent(queue, now)).containsExactly("a-0");
        assertThat(queue.failures()).isZero();
    }

    @Test
    void shouldWaitAsLongAsTheTargetAsks() {
        var queue = queue(true);
        offer(queue, 0, 1, T0);
        queue.next(T0, superseded);

        queue.failed(new Outcome.Failed("answered 429", Duration.ofSeconds(90)), T0, 0);
        assertThat(queue.next(T0, superseded)).isEqualTo(new Step.Wait(T0.plusSeconds(90)));

        queue.next(T0.plusSeconds(90), superseded);
        queue.failed(new Outcome.Failed("answered 429", Duration.ofDays(9)), T0.plusSeconds(90), 0);
        assertThat(queue.next(T0.plusSeconds(90), superseded))
                .as("not longer than alerts are kept at all")
                .isEqualTo(new Step.Wait(T0.plusSeconds(90).plus(RETRY.giveUpAfter())));
    }

    @Test
    void shouldGiveUpAllThatIsTooOldWithOneAttempt() {
        var queue = queue(true);
        offer(queue, 0, 3, T0);
        queue.offer(alert(3, T0.plusSeconds(300)));
        var late = T0.plusSeconds(600);
        queue.next(late, superseded);

        var outcome = new Outcome.Failed("answered 500", null);
        var failure = queue.failed(outcome, late, 0);
        assertThat(failure.giveUp())
                .extracting(each -> each.position().offset())
                .containsExactly(0L, 1L, 2L);
        assertThat(queue.committable()).as("until they are written down").isEqualTo(Map.of(0, 0L));
        queue.drop(failure, outcome);

        assertThat(queue.committable()).isEqualTo(Map.of(0, 3L));
        assertThat(queue.next(late, superseded)).as("the target is still away").isInstanceOf(Step.Wait.class);
        assertThat(sent(queue, late.plusSeconds(60))).containsExactly("a-3");
    }

    @Test
    void shouldGiveUpOnlyTheMessageThatIsRefused() {
        var queue = queue(true);
        offer(queue, 0, 2, T0);
        queue.next(T0, superseded);

        var outcome = new Outcome.Refused("answered 400");
        queue.drop(queue.failed(outcome, T0, 0), outcome);

        assertThat(queue.failures()).isZero();
        assertThat(sent(queue, T0)).containsExactly("a-1");
    }

    @Test
    void shouldForgetWhatAnotherProcessTakesOver() {
        var queue = queue(true);
        queue.begin(0, 7);
        queue.begin(1, 0);
        queue.offer(alert(7, T0));
        queue.next(T0, superseded);

        queue.forget(0);

        assertThat(queue.next(T0, superseded)).isEqualTo(new Step.Idle());
        assertThat(queue.committable()).isEqualTo(Map.of(1, 0L));
    }

    private static void offer(DeliveryQueue queue, int from, int to, Instant arrived) {
        for (var offset = from; offset < to; offset++) {
            queue.offer(alert(offset, arrived));
        }
    }

    private static Pending alert(long offset, Instant arrived) {
        return Alerts.pending(offset, Alerts.of("a-" + offset, "r", "g" + offset), arrived);
    }

    private static Pending alert(long offset, Alert alert) {
        return Alerts.pending(offset, alert, T0);
    }

    private List<String> sent(DeliveryQueue queue, Instant now) {
        var step = queue.next(now, superseded);
        assertThat(step).isInstanceOf(Step.Send.class);
        queue.delivered();
        return ((Step.Send) step)
                .message().alerts().stream().map(Alert::getEventId).toList();
    }
}
