package io.watchllm.delivery.encode;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** Random rows of late, as they stand on a row topic. */
public final class WireRows {
    private static final long HOUR_MILLIS = 3_600_000;

    private WireRows() {}

    /** Rows whose timestamp lies within the last hours, so that they fall into few partitions and no retention. */
    public static List<GenericRecord> rows(Schema schema, long seed, int count) {
        var random = new Random(seed);
        var rows = new RandomRows(schema, random);
        var now = Instant.now().toEpochMilli();
        List<GenericRecord> all = new ArrayList<>();
        for (var i = 0; i < count; i++) {
            var row = rows.next();
            row.put("timestamp", now - random.nextLong(HOUR_MILLIS));
            all.add(row);
        }
        return all;
    }

    /** The row in the wire format. */
    public static byte[] wire(int schemaId, GenericRecord row) {
        var avro = RandomRows.avro(row);
        return ByteBuffer.allocate(5 + avro.length)
                .put((byte) 0)
                .putInt(schemaId)
                .put(avro)
                .array();
    }

    public static List<byte[]> wire(int schemaId, List<GenericRecord> rows) {
        return rows.stream().map(row -> wire(schemaId, row)).toList();
    }
}
