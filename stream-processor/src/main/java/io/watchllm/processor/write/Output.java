package io.watchllm.processor.write;

import io.watchllm.schemas.Topic;
import io.watchllm.schemas.Topics;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Outputs of the topology, each a node that writes to a topic. The node names appear in metrics and logs; only
 * {@link OutputGate} and the topology itself use them.
 */
// A topic is a record of constants whose schema never changes.
@SuppressWarnings("ImmutableEnumChecker")
public enum Output {
    EVENT_ROWS("event-rows", Topics.EVENT_ROWS),
    TOOL_CALL_ROWS("tool-call-rows", Topics.TOOL_CALL_ROWS),
    AGENT_STEP_ROWS("agent-step-rows", Topics.AGENT_STEP_ROWS),
    /** Rows of alerts about runs. */
    ALERT_ROWS("alert-rows", Topics.EVENT_ROWS),
    /** Rows of all other alerts. */
    EVALUATED_ROWS("evaluated-rows", Topics.EVENT_ROWS),
    /** Alerts about runs. */
    ALERTS("alerts", Topics.ALERTS),
    /** All other alerts. */
    EVALUATED_ALERTS("evaluated-alerts", Topics.ALERTS),
    ALERT_PANES("alert-panes", Topics.ALERT_PANES),
    DEAD_LETTERS("dead-letters", Topics.DEAD_LETTERS),
    /** Dead letters about rules, from the second alert stage. */
    EVALUATED_DEAD_LETTERS("evaluated-dead-letters", Topics.DEAD_LETTERS);

    /** Overhead of compressing random bytes, plus a reserve for Kafka itself. */
    private static final int SLACK_BYTES = 64 << 10;

    private final String node;
    private final Topic topic;

    Output(String node, Topic topic) {
        this.node = node;
        this.topic = topic;
    }

    /** Name of the node. */
    public String node() {
        return node;
    }

    /** The topic it writes to. */
    public Topic topic() {
        return topic;
    }

    /** Maximum bytes of a record: key, value and headers. */
    public int bytesMax() {
        return topic.storage().messageBytesMax() - SLACK_BYTES;
    }

    /** Whether such a record fits the topic. */
    public boolean takes(byte @Nullable [] key, byte @Nullable [] value, Iterable<Header> headers) {
        return RecordSize.of(key, value, headers) <= bytesMax();
    }

    /** Whether such a record without headers fits the topic. */
    public boolean takes(byte @Nullable [] key, byte @Nullable [] value) {
        return takes(key, value, List.of());
    }
}
