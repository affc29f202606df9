package io.watchllm.processor.write;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Uncompressed size of a record on its topic, in bytes: never below Kafka's own estimate. */
final class RecordSize {

    /** Overhead of a batch of one record, and of the record's own fields. */
    private static final long AROUND = 128;

    /** Length fields of a header's name and value. */
    private static final long AROUND_HEADER = 10;

    private RecordSize() {}

    /** The size of a record of this key, value and headers. */
    static long of(byte @Nullable [] key, byte @Nullable [] value, Iterable<Header> headers) {
        long size = AROUND + length(key) + length(value);
        for (var header : headers) {
            size += AROUND_HEADER + header.key().getBytes(StandardCharsets.UTF_8).length + length(header.value());
        }
        return size;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
