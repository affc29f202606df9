package io.watchllm.processor.stage;

import java.time.Instant;
import java.time.InstantSource;
import org.apache.kafka.streams.processor.api.Record;

/** When the broker got a record; on a topic where the producer writes that time, it can't be later than now. */
final class Arrival {

    private Arrival() {}

    static Instant of(Record<?, ?> record, InstantSource clock) {
        var written = Instant.ofEpochMilli(record.timestamp());
        var now = clock.instant();
        return written.isAfter(now) ? now : written;
    }
}
