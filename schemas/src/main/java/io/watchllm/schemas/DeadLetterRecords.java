package io.watchllm.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchllm.schemas.DeadLetter.Detail;
import io.watchllm.schemas.DeadLetter.FromInput;
import io.watchllm.schemas.DeadLetter.FromTopic;
import io.watchllm.schemas.DeadLetter.Origin;
import io.watchllm.schemas.DeadLetter.Refusal;
import io.watchllm.schemas.DeadLetter.Stage;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Converts dead letters to Kafka records and back. Our headers follow the original ones and begin with those of the
 * origin; so a dead letter that became a dead letter itself can still be read: ours are the last of each name, from the
 * last origin on.
 */
final class DeadLetterRecords {

    private static final String TOPIC = "watchllm.topic";
    private static final String PARTITION = "watchllm.partition";
    private static final String OFFSET = "watchllm.offset";
    private static final String SOURCE = "watchllm.source";
    private static final String LINE = "watchllm.line";
    private static final String KEY = "watchllm.key";
    private static final String STAGE = "watchllm.stage";
    private static final String REASON = "watchllm.reason";
    private static final String ERROR = "watchllm.error";
    private static final String TIME = "watchllm.time";
    private static final String CLASS = "watchllm.class";
    private static final String FIELD = "watchllm.field";
    private static final String SCHEMA = "watchllm.schema";
    private static final String VERSION = "watchllm.version";

    private final Header[] headers;
    private final BitSet ours = new BitSet();
    private final String where;

    private DeadLetterRecords(ConsumerRecord<?, ?> record) {
        headers = record.headers().toArray();
        where = "record %s/%d/%d is no dead letter: ".formatted(record.topic(), record.partition(), record.offset());
    }

    static ProducerRecord<byte[], byte @Nullable []> write(DeadLetter deadLetter) {
        var headers = new ArrayList<>(deadLetter.headers());
        if (deadLetter.origin() instanceof FromTopic origin) {
            headers.add(header(TOPIC, origin.topic()));
            headers.add(header(PARTITION, Integer.toString(origin.partition())));
            headers.add(header(OFFSET, Long.toString(origin.offset())));
        } else if (deadLetter.origin() instanceof FromInput origin) {
            headers.add(header(SOURCE, origin.source()));
            headers.add(header(LINE, Long.toString(origin.line())));
        }
        if (deadLetter.key() != null) {
            headers.add(new RecordHeader(KEY, deadLetter.key()));
        }
        headers.add(header(STAGE, deadLetter.stage().word()));
        headers.add(header(REASON, deadLetter.reason()));
        headers.add(header(ERROR, deadLetter.error()));
        headers.add(header(TIME, deadLetter.time().toString()));
        addKnown(headers, CLASS, deadLetter.detail().errorClass());
        addKnown(headers, FIELD, deadLetter.detail().field());
        addKnown(headers, VERSION, deadLetter.detail().version());
        // For readers of headers only; both can be derived from the rest of the dead letter.
        deadLetter.schemaId().ifPresent(id -> headers.add(header(SCHEMA, Integer.toString(id))));
        headers.add(header(Replays.ATTEMPT, Integer.toString(deadLetter.attempt())));
        var key = deadLetter.origin().id().getBytes(UTF_8);
        return new ProducerRecord<>(Topics.DEAD_LETTERS.name(), null, key, deadLetter.value(), headers);
    }

    private static void addKnown(List<Header> headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.add(header(name, value));
        }
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }

    static DeadLetter read(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        return new DeadLetterRecords(record).read(record.value());
    }

    private DeadLetter read(byte @Nullable [] value) {
        var begin = Math.max(last(TOPIC, 0), last(SOURCE, 0));
        if (begin < 0) {
            throw new IllegalArgumentException(where + "neither " + TOPIC + " nor " + SOURCE + " among its headers");
        }
        Origin origin = headers[begin].key().equals(TOPIC)
                ? new FromTopic(text(TOPIC, begin), (int) number(PARTITION, begin), number(OFFSET, begin))
                : new FromInput(text(SOURCE, begin), number(LINE, begin));
        var keyIndex = last(KEY, begin);
        if (keyIndex >= 0) {
            ours.set(keyIndex);
        }
        var key = keyIndex < 0 ? null : headers[keyIndex].value();
        var detail = new Detail(textOrEmpty(CLASS, begin), textOrEmpty(FIELD, begin), textOrEmpty(VERSION, begin));
        var refusal = new Refusal(stage(begin), text(REASON, begin), text(ERROR, begin), time(begin), detail);
        textOrEmpty(SCHEMA, begin);
        textOrEmpty(Replays.ATTEMPT, begin);
        return new DeadLetter(key, value, originals(), origin, refusal);
    }

    private List<Header> originals() {
        var originals = new ArrayList<Header>();
        for (int index = ours.nextClearBit(0); index < headers.length; index = ours.nextClearBit(index + 1)) {
            originals.add(headers[index]);
        }
        return originals;
    }

    private int last(String name, int begin) {
        for (int index = headers.length - 1; index >= begin; index--) {
            if (headers[index].key().equals(name)) {
                return index;
            }
        }
        return -1;
    }

    private String text(String name, int begin) {
        var index = last(name, begin);
        if (index < 0 || headers[index].value() == null) {
            throw new IllegalArgumentException(where + "no " + name + " among its headers");
        }
        ours.set(index);
        return new String(headers[index].value(), UTF_8);
    }

    /** Text of a header that dead letters of older versions lack. */
    private String textOrEmpty(String name, int begin) {
        return last(name, begin) < 0 ? "" : text(name, begin);
    }

    private long number(String name, int begin) {
        var text = text(name, begin);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException failure) {
            throw new IllegalArgumentException(where + name + " is \"" + text + "\", not a number", failure);
        }
    }

    private Stage stage(int begin) {
        var text = text(STAGE, begin);
        return Arrays.stream(Stage.values())
                .filter(stage -> stage.word().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        where + STAGE + " is \"" + text + "\", not one of producer, processor, sink"));
    }

    private Instant time(int begin) {
        var text = text(TIME, begin);
        try {
            return Instant.parse(text);
        } catch (DateTimeException failure) {
            throw new IllegalArgumentException(where + TIME + " is \"" + text + "\", not an ISO 8601 time", failure);
        }
    }
}
