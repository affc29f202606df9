package io.watchllm.processor.stage;

import java.time.Instant;
import java.time.InstantSource;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Time at which the broker received a record; capped at the current time, because some topics take it from the
 * producer.
 */
final class Arrival {

    private Arrival() {}

    static Instant of(Record<?, ?> record, InstantSource clock) {
        var written = Instant.ofEpochMilli(record.timestamp());
        var now = clock.instant();
        return written.isAfter(now) ? now : written;
    }
}
