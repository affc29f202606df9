package io.watchllm.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.ErrorEvent;
import io.watchllm.events.Event;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventKeyTest {

    @Test
    void shouldJoinProjectAndRun() {
        var event = Event.newBuilder()
                .setEventId("e")
                .setProjectId("shop")
                .setRunId("run-1")
                .setTimestamp(Instant.EPOCH)
                .setPayload(new ErrorEvent())
                .build();

        assertThat(EventKey.of(event)).isEqualTo("shop|run-1");
    }

    @Test
    void shouldReadTheProjectOfAKeyAndGuessNone() {
        assertThat(EventKey.project("zażółć|run|1".getBytes(UTF_8))).isEqualTo("zażółć");
        assertThat(EventKey.project("no separator".getBytes(UTF_8))).isEmpty();
        assertThat(EventKey.project(new byte[] {(byte) 0xff, '|', 'r'})).isEmpty();
        assertThat(EventKey.project(null)).isEmpty();
    }
}
