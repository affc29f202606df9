package io.watchllm.notifier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.control.Alert;
import io.watchllm.notifier.Alerts;
import io.watchllm.notifier.core.DeliveryPolicy.RateLimit;
import io.watchllm.notifier.core.DeliveryPolicy.RetryPolicy;
import io.watchllm.notifier.core.DeliveryQueue.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A queue through arrivals, failures, refusals and restarts, drawn from a seed. */
class DeliveryQueueSimulationTest {
    private static final int ALERTS = 60;
    private static final RateLimit RATE = new RateLimit(3, Duration.ofSeconds(30));
    private static final RetryPolicy RETRY =
            new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofSeconds(90));

    /** What the world outside of the queue has. */
    private static final class World {
        final Random random;
        final boolean digests;
        final List<Pending> topic = new ArrayList<>();
        final TreeSet<Long> resolved = new TreeSet<>();
        /** When each project was told. */
        final Map<String, List<Instant>> messages = new HashMap<>();

        final List<Pending> superseded = new ArrayList<>();
        DeliveryQueue queue;
        Instant now = Alerts.TIME;
        int read;
        long committed;

        World(long seed) {
            random = new Random(seed);
            digests = random.nextBoolean();
            queue = newLane();
        }

        DeliveryQueue newLane() {
            var fresh = new DeliveryQueue(new DeliveryPolicy(digests, RATE, RETRY, 20));
            fresh.begin(0, committed);
            return fresh;
        }

        /** One turn; false when all is done. */
        boolean turn() {
            now = now.plusMillis(random.nextInt(2_000));
            if (topic.size() < ALERTS && random.nextInt(3) > 0) {
                var offset = topic.size();
                var alert = Alerts.in("p" + random.nextInt(3), Alerts.of("a-" + offset, "r", "g" + random.nextInt(2)));
                topic.add(Alerts.pending(offset, alert, now));
            }
            while (queue.hasRoom() && read < topic.size()) {
                queue.offer(topic.get(read++));
            }
            if (random.nextInt(40) == 0) {
                restart();
            }
            switch (queue.next(now, superseded)) {
                case Step.Send(var message) -> attempt(message);
                case Step.Wait(var until) -> assertThat(until).isAfter(now);
                case Step.Idle idle -> {
                    return topic.size() < ALERTS || read < topic.size();
                }
            }
            commit();
            return true;
        }

        void attempt(Message message) {
            var luck = random.nextInt(10);
            if (luck < 6) {
                message.alerts().forEach(this::resolve);
                assertThat(message.alerts()).extracting(Alert::getProjectId).containsOnly(projectOf(message));
                messages.computeIfAbsent(projectOf(message), project -> new ArrayList<>())
                        .add(now);
                queue.delivered();
                return;
            }
            Outcome outcome = luck < 9 ? new Outcome.Failed("no", null) : new Outcome.Refused("never");
            var failure = queue.failed(outcome, now, random.nextDouble());
            if (!failure.giveUp().isEmpty()) {
                failure.giveUp().forEach(each -> resolve(each.alert()));
                queue.drop(failure, outcome);
            }
        }

        void resolve(Alert alert) {
            resolved.add(Long.parseLong(alert.getEventId().substring(2)));
        }

        static String projectOf(Message message) {
            return message.first().getProjectId();
        }

        void commit() {
            superseded.forEach(each -> resolve(each.alert()));
            superseded.clear();
            committed = queue.committable().getOrDefault(0, committed);
            if (resolved.headSet(committed).size() != committed) {
                throw new AssertionError("committed up to " + committed + ", but resolved is only " + resolved);
            }
        }

        /** A crash: what was not committed is read again. */
        void restart() {
            read = (int) committed;
            queue = newLane();
            messages.clear();
        }
    }

    @Property(tries = 300)
    void shouldLoseNothingAndKeepTheLimit(@ForAll long seed) {
        var world = new World(seed);
        for (var turns = 0; world.turn(); turns++) {
            assertThat(turns).as("turns until all is told").isLessThan(20_000);
            assertThat(world.queue.size()).isLessThanOrEqualTo(20);
        }
        world.commit();

        assertThat(world.resolved).hasSize(ALERTS);
        assertThat(world.committed).isEqualTo(ALERTS);
        world.messages.values().forEach(DeliveryQueueSimulationTest::assertLimit);
    }

    private static void assertLimit(List<Instant> messages) {
        // Two intervals may meet: never more than twice the limit in the time of one.
        for (var index = 2 * RATE.messages(); index < messages.size(); index++) {
            assertThat(Duration.between(messages.get(index - 2 * RATE.messages()), messages.get(index)))
                    .isGreaterThanOrEqualTo(RATE.per());
        }
    }

    @Property(tries = 100)
    void shouldRehearseWhatTheLaneDoes(@ForAll long seed) {
        var random = new Random(seed);
        var arrivals = new ArrayList<Pending>();
        var time = Alerts.TIME;
        for (var offset = 0; offset < ALERTS; offset++) {
            time = time.plusMillis(random.nextInt(8_000));
            arrivals.add(Alerts.pending(offset, Alerts.of("a-" + offset, "r", "g" + offset), time));
        }

        var sendings = SimulatedDelivery.of(new DeliveryPolicy(true, RATE, RETRY, 20), arrivals);

        assertThat(sendings.stream().flatMap(each -> each.message().alerts().stream()))
                .extracting(Alert::getEventId)
                .containsExactlyElementsOf(
                        arrivals.stream().map(each -> each.alert().getEventId()).toList());
        assertThat(sendings).extracting(SimulatedDelivery.Sending::time).isSorted();
        assertThat(sendings).allSatisfy(each -> assertThat(each.time()).isAfterOrEqualTo(Alerts.TIME));
    }
}
