package io.watchllm.cli.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchllm.cli.input.EventInput;
import io.watchllm.cli.input.InputEvent;
import io.watchllm.events.Event;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.WireFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent again for a letter. A record goes back to the topic and partition where it lay, as it was; a line
 * of an input is read again as {@code watchllm send} reads it. Whatever is sent goes through the same checks as at the
 * first time.
 */
public sealed interface Replay {

    /** These records, in order; usually one. */
    record Send(List<ProducerRecord<byte @Nullable [], byte @Nullable []>> records) implements Replay {}

    /** Nothing: it would be refused again, or the letter does not hold it; says why. */
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

        Replay of(DeadLetter letter) {
            var value = letter.value();
            if (value == null || value.length == 0) {
                return new Refused("the letter holds no value: " + letter.error());
            }
            return switch (letter.origin()) {
                case DeadLetter.FromTopic origin -> record(letter, origin, value);
                case DeadLetter.FromInput origin -> input(letter, origin, value);
            };
        }

        private Replay record(DeadLetter letter, DeadLetter.FromTopic origin, byte[] value) {
            var count = targets.partitions(origin.topic());
            if (count == 0) {
                return new Refused("topic " + origin.topic() + " does not exist any more");
            }
            // A topic that was made again with fewer partitions gets it by its key.
            var partition = origin.partition() < count ? (Integer) origin.partition() : null;
            return new Send(List.of(new ProducerRecord<byte @Nullable [], byte @Nullable []>(
                    origin.topic(), partition, null, letter.key(), value, letter.headersForReplay())));
        }

        private Replay input(DeadLetter letter, DeadLetter.FromInput origin, byte[] value) {
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
                    events.stream().map(event -> eventRecord(event, letter)).toList());
        }

        private ProducerRecord<byte @Nullable [], byte @Nullable []> eventRecord(Event event, DeadLetter letter) {
            return new ProducerRecord<byte @Nullable [], byte @Nullable []>(
                    Topics.EVENTS.name(),
                    null,
                    null,
                    EventKey.of(event).getBytes(UTF_8),
                    WireFormat.encode(targets.eventSchemaId(), event),
                    letter.headersForReplay());
        }
    }
}
