package io.watchllm.operations.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.DeadLetter.FromTopic;
import io.watchllm.schemas.DeadLetter.Refusal;
import io.watchllm.schemas.DeadLetter.Stage;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whoever may write dead letters makes up their headers; a replay writes with an operator's rights. */
class ReplayTargetsTest {
    private static final Map<Stage, Set<String>> READ = Map.of(
            Stage.PRODUCER, Set.of(),
            Stage.PROCESSOR, Set.of("watchllm.events", "watchllm.alert-rules"),
            Stage.SINK, Set.of("watchllm.event-rows", "watchllm.tool-call-rows", "watchllm.agent-step-rows"));

    private final Replay.Maker replays = new Replay.Maker(new Replay.Targets() {
        @Override
        public int partitions(String topic) {
            return 3;
        }

        @Override
        public int eventSchemaId() {
            return 1;
        }
    });

    @Test
    void shouldSendALetterOnlyToATopicThatItsStageReads() {
        for (var stage : Stage.values()) {
            for (Topic topic : Topics.ALL) {
                var replay = replays.of(deadLetter(stage, topic.name(), 1));

                var allowed = READ.getOrDefault(stage, Set.of()).contains(topic.name());
                assertThat(replay).isInstanceOf(allowed ? Replay.Send.class : Replay.Refused.class);
            }
        }
    }

    @Test
    void shouldSayWhereALetterOfTheStageMayGo() {
        assertThat(replays.of(deadLetter(Stage.PROCESSOR, "watchllm.model-prices", 0)))
                .isEqualTo(
                        new Replay.Refused(
                                "the processor reads no topic watchllm.model-prices, so its letters do not go there; expected watchllm.alert-rules or watchllm.events"));
        assertThat(replays.of(deadLetter(Stage.SINK, "payments", 0)))
                .isInstanceOfSatisfying(
                        Replay.Refused.class,
                        refused -> assertThat(refused.why()).startsWith("the sink reads no topic payments, "));
    }

    @Test
    void shouldRefuseAPartitionThatNoTopicHas() {
        assertThat(replays.of(deadLetter(Stage.PROCESSOR, "watchllm.events", -1)))
                .isEqualTo(new Replay.Refused("topic watchllm.events has no partition -1"));
    }

    private static DeadLetter deadLetter(Stage stage, String topic, int partition) {
        return new DeadLetter(
                null,
                "value".getBytes(UTF_8),
                List.of(),
                new FromTopic(topic, partition, 0),
                new Refusal(stage, "made_up", "for the test", Instant.EPOCH));
    }
}
