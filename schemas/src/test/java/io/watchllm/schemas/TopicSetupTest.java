package io.watchllm.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.schemas.TopicSetup.Created;
import io.watchllm.schemas.TopicSetup.Difference;
import io.watchllm.schemas.TopicSetup.Differs;
import io.watchllm.schemas.TopicSetup.Present;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.MockAdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class TopicSetupTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final MockAdminClient cluster = MockAdminClient.create().build();
    private final TopicSetup setup = new TopicSetup(cluster, TIMEOUT);

    @Test
    void shouldCreateEveryTopicWhenClusterIsEmpty() throws Exception {
        var outcomes = setup.ensure(Topics.ALL);

        assertThat(outcomes)
                .hasSize(Topics.ALL.size())
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Created.class));
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, "watchllm.events");
        assertThat(cluster.describeConfigs(List.of(resource)).all().get())
                .hasEntrySatisfying(
                        resource,
                        config -> assertThat(config.entries())
                                .extracting(entry -> entry.name() + "=" + entry.value())
                                .contains("message.timestamp.type=LogAppendTime", "retention.ms=604800000"));
        assertThat(cluster.describeTopics(List.of("watchllm.events"))
                        .allTopicNames()
                        .get())
                .hasEntrySatisfying(
                        "watchllm.events",
                        topic -> assertThat(topic.partitions()).hasSize(6));
    }

    @Test
    void shouldChangeNothingWhenTopicsAreThere() {
        setup.ensure(Topics.ALL);

        assertThat(setup.ensure(Topics.ALL))
                .hasSize(Topics.ALL.size())
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Present.class));
    }

    @Test
    void shouldTellEachDifferenceWhenTopicIsOtherwise() {
        var config = Map.of(
                "cleanup.policy",
                "compact",
                "retention.ms",
                "604800000",
                "message.timestamp.type",
                "LogAppendTime",
                "max.message.bytes",
                "4194304");
        cluster.createTopics(List.of(new NewTopic("watchllm.events", 2, (short) 1).configs(config)));

        assertThat(setup.ensure(List.of(Topics.EVENTS)))
                .containsExactly(new Differs(
                        "watchllm.events",
                        List.of(
                                new Difference("partitions", "2", "6"),
                                new Difference("cleanup.policy", "compact", "delete"))));
    }

    /** A cluster whose topics have no such setting is of a version that does not know it. */
    @Test
    void shouldNameASettingThatTheClusterDoesNotKnow() {
        cluster.createTopics(List.of(new NewTopic("watchllm.events", 6, (short) 1).configs(Topics.EVENTS.config())));

        assertThat(setup.ensure(List.of(Topics.EVENTS))).containsExactly(new Present("watchllm.events"));
        assertThat(setup.unsupported())
                .containsExactly(new Differs(
                        "watchllm.events",
                        List.of(new Difference(
                                "max.decompressed.message.bytes", "unknown to this Kafka", "16777216"))));
    }

    @Test
    void shouldBoundWhatABatchUnpacksToWhereTheClusterKnowsHow() throws Exception {
        setup.ensure(List.of(Topics.EVENT_ROWS));

        var resource = new ConfigResource(ConfigResource.Type.TOPIC, "watchllm.event-rows");
        assertThat(cluster.describeConfigs(List.of(resource)).all().get())
                .hasEntrySatisfying(
                        resource,
                        config -> assertThat(config.entries())
                                .extracting(entry -> entry.name() + "=" + entry.value())
                                .contains("max.decompressed.message.bytes=33554432"));
        assertThat(setup.unsupported()).isEmpty();
    }

    @Test
    void shouldAcceptMorePartitionsAndNameFewer() {
        setup.ensure(List.of(Topics.EVENT_ROWS.withPartitions(3)));

        assertThat(setup.ensure(List.of(Topics.EVENT_ROWS))).containsExactly(new Present("watchllm.event-rows"));
        assertThat(setup.ensure(List.of(Topics.EVENT_ROWS.withPartitions(4))))
                .containsExactly(new Differs("watchllm.event-rows", List.of(new Difference("partitions", "3", "4"))));
    }

    @Test
    void shouldNameTopicAndAdviceWhenClusterIsSilent() {
        cluster.timeoutNextRequest(1);

        assertThatThrownBy(() -> setup.ensure(List.of(Topics.ALERTS)))
                .isInstanceOf(TopicSetupException.class)
                .hasMessage("Could not look at topic watchllm.alerts: Kafka gave no answer within 10000 ms. "
                        + "Check that it runs and that WATCHLLM_KAFKA_BOOTSTRAP is right.");
    }

    @Test
    void shouldKeepCompactedTopicsForever() {
        assertThat(Topics.MODEL_PRICES.config())
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("retention.ms", "-1");
    }
}
