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
 * What is to be sent again for a dead letter. A record goes back to the topic and partition where it lay, as it was; a
 * line of an input is read again as {@code watchllm send} reads it. Whatever is sent goes through the same checks as at
 * the first time. Where a dead letter comes from is said by its headers, which whoever may write dead letters makes up;
 * so it goes only to a topic that its stage reads.
 */
public sealed interface Replay {

    /** These records, in order; usually one. */
    record Send(List<ProducerRecord<byte @Nullable [], byte @Nullable []>> records) implements Replay {}

    /** Nothing: it would be refused again, or the dead letter does not hold it; says why. */
    record Refused(String why) implements Replay {}

    /** What has to be known of the topics. */
    interface Targets {

        /** How many partitions the topic has; 0 when it does not exist. */
        int partitions(String topic);

        /** Id of the present schema of events. */
        int eventSchemaId();
    }

    /** Makes replays. */
    record Maker(Targets targets) {
        /** The topics that a stage reads, and so writes dead letters of. */
        private static final Map<DeadLetter.Stage, Set<String>> READ = Map.of(
                DeadLetter.Stage.PRODUCER, Set.of(),
                DeadLetter.Stage.PROCESSOR, names(Topics.EVENTS, Topics.ALERT_RULES),
                DeadLetter.Stage.SINK, names(Topics.EVENT_ROWS, Topics.TOOL_CALL_ROWS, Topics.AGENT_STEP_ROWS));

        private static Set<String> names(Topic... topics) {
            return Stream.of(topics).map(Topic::name).collect(Collectors.toUnmodifiableSet());
        }

        /** What is to be sent for the dead letter; sends nothing. */
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
                return new Refused("the %s reads no topic %s, so its letters do not go there; right would be %s"
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
            // A topic that was made again with fewer partitions gets it by its key.
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
