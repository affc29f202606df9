package io.watchllm.schemas;

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
}
