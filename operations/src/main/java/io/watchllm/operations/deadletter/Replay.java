package io.watchllm.operations.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchllm.events.Event;
import io.watchllm.operations.input.EventInput;
import io.watchllm.operations.input.InputEvent;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.WireFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Replay of a dead letter. A record goes back to its topic and partition, unchanged; a line of an input is read again
 * as {@code watchllm send} reads it. Replayed records go through the same checks as the first time. The origin of a
 * dead letter comes from its headers, which anyone who may write dead letters can forge, so it is sent only to a topic
 * that its stage reads.
 */
public sealed interface Replay {

    /** The records to send, in order; usually one. */
    record Send(List<ProducerRecord<byte @Nullable [], byte @Nullable []>> records) implements Replay {}

    /** Nothing to send, and why: it would be rejected again, or the dead letter does not contain it. */
    record Refused(String why) implements Replay {}

    /** Facts about the target topics. */
    interface Targets {

        /** How many partitions the topic has; 0 when it does not exist. */
        int partitions(String topic);

        /** Id of the current schema of events. */
        int eventSchemaId();
    }

    /** Creates replays. */
    record Maker(Targets targets) {
        /** The topics that each stage reads, and so writes dead letters of. */
        private static final Map<DeadLetter.Stage, Set<String>> READ = Map.of(
                DeadLetter.Stage.PRODUCER, Set.of(),
                DeadLetter.Stage.PROCESSOR, names(Topics.EVENTS, Topics.ALERT_RULES),
                DeadLetter.Stage.SINK, names(Topics.EVENT_ROWS, Topics.TOOL_CALL_ROWS, Topics.AGENT_STEP_ROWS));

        private static Set<String> names(Topic... topics) {
            return Stream.of(topics).map(Topic::name).collect(Collectors.toUnmodifiableSet());
        }

        /** Decides what to send for the dead letter; sends nothing. */
        public Replay of(DeadLetter deadLetter) {
            var value = deadLetter.value();
            if (value == null || value.length == 0) {
                return new Refused("the letter holds no value: " + deadLetter.error());
            }
            return switch (deadLetter.origin()) {
                case DeadLetter.FromTopic origin -> record(deadLetter, origin, value);
                case DeadLetter.FromInput origin -> input(deadLetter, origin, value);
            };
        }

        private Replay record(DeadLetter deadLetter, DeadLetter.FromTopic origin, byte[] value) {
            var allowed = READ.getOrDefault(deadLetter.stage(), Set.of());
            if (!allowed.contains(origin.topic())) {
                return new Refused("the %s reads no topic %s, so its letters do not go there; expected %s"
                        .formatted(
                                deadLetter.stage().word(),
                                origin.topic(),
                                allowed.isEmpty() ? "none" : sorted(allowed)));
            }
            if (origin.partition() < 0) {
                return new Refused("topic %s has no partition %d".formatted(origin.topic(), origin.partition()));
            }
            var count = targets.partitions(origin.topic());
            if (count == 0) {
                return new Refused("topic " + origin.topic() + " does not exist any more");
            }
            // If the topic was created again with fewer partitions, the key decides the partition.
            var partition = origin.partition() < count ? (Integer) origin.partition() : null;
            return new Send(List.of(new ProducerRecord<byte @Nullable [], byte @Nullable []>(
                    origin.topic(), partition, null, deadLetter.key(), value, deadLetter.headersForReplay())));
        }

        private static String sorted(Set<String> topics) {
            return topics.stream().sorted().collect(Collectors.joining(" or "));
        }

        private Replay input(DeadLetter deadLetter, DeadLetter.FromInput origin, byte[] value) {
            var events = new ArrayList<Event>();
            var problems = new ArrayList<String>();
            try {
                new EventInput(origin.source(), () -> new ByteArrayInputStream(value)).read(event -> {
                    switch (event) {
                        case InputEvent.Good good -> events.add(good.event());
                        case InputEvent.Bad bad -> problems.add(bad.problem());
                    }
                });
            } catch (IOException broken) {
                problems.add(String.valueOf(broken.getMessage()));
            }
            if (!problems.isEmpty() || events.isEmpty()) {
                return new Refused(problems.isEmpty() ? "there is no event in it" : problems.getFirst());
            }
            return new Send(
                    events.stream().map(event -> eventRecord(event, deadLetter)).toList());
        }

        private ProducerRecord<byte @Nullable [], byte @Nullable []> eventRecord(Event event, DeadLetter deadLetter) {
            return new ProducerRecord<byte @Nullable [], byte @Nullable []>(
                    Topics.EVENTS.name(),
                    null,
                    null,
                    EventKey.of(event).getBytes(UTF_8),
                    WireFormat.encode(targets.eventSchemaId(), event),
                    deadLetter.headersForReplay());
        }
    }
}
