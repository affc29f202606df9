package io.watchllm.processor.timer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WakeUpsTest {

    private static final TopicPartition FIRST = new TopicPartition("a", 0);
    private static final TopicPartition SECOND = new TopicPartition("a", 1);

    private final WakeUps wakeUps = new WakeUps();

    @Test
    void shouldWakeATaskOnceItIsOpenAndThenWhenItAsked() {
        var alarm = wakeUps.open(FIRST);
        assertThat(wakeUps.takeDue(1_000)).containsExactly(FIRST);
        alarm.set(5_000);
        assertThat(wakeUps.takeDue(4_999)).isEmpty();
        assertThat(wakeUps.takeDue(5_000)).containsExactly(FIRST);
        alarm.set(WakeUps.NEVER);
        assertThat(wakeUps.takeDue(Long.MAX_VALUE - 1)).isEmpty();
    }

    @Test
    void shouldWakeATaskAgainThatDidNotAnswer() {
        wakeUps.open(FIRST);
        assertThat(wakeUps.takeDue(1_000)).containsExactly(FIRST);
        assertThat(wakeUps.takeDue(1_000 + WakeUps.AGAIN_MS - 1)).isEmpty();
        assertThat(wakeUps.takeDue(1_000 + WakeUps.AGAIN_MS)).containsExactly(FIRST);
    }

    @Test
    void shouldWakeAllWhenSomethingChangedForAllAndNoneThatIsClosed() {
        var first = wakeUps.open(FIRST);
        var second = wakeUps.open(SECOND);
        first.set(WakeUps.NEVER);
        second.set(WakeUps.NEVER);
        wakeUps.wakeAll();
        assertThat(wakeUps.takeDue(1)).containsExactlyInAnyOrder(FIRST, SECOND);
        wakeUps.close(first);
        wakeUps.wakeAll();
        assertThat(wakeUps.takeDue(2)).containsExactly(SECOND);
    }

    @Test
    void shouldSendAnEmptyRecordOfTheApplicationToEachTaskThatIsDue() {
        var producer = new MockProducer<byte @Nullable [], byte @Nullable []>(
                true, null, new ByteArraySerializer(), new ByteArraySerializer());
        wakeUps.open(SECOND);
        try (var loop = new WakeUpLoop(wakeUps, producer, "app")) {
            loop.start();
            Awaitility.await().until(() -> !producer.history().isEmpty());
        }
        assertThat(producer.history()).singleElement().satisfies(sent -> {
            assertThat(sent.topic()).isEqualTo("a");
            assertThat(sent.partition()).isEqualTo(1);
            assertThat(sent.key()).isNull();
            assertThat(sent.value()).isNull();
            assertThat(sent.headers().lastHeader("watchllm.application").value())
                    .asString(UTF_8)
                    .isEqualTo("app");
        });
    }
}
