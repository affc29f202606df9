package io.watchllm.schemas;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;

/** Schemas by which a few bytes are endless work. */
final class SchemaBombs {
    private SchemaBombs() {}

    /** Records nested by name, two of each in the one above: 2^depth values that take no byte. */
    static Schema nested(int depth) {
        var inner = "{\"type\":\"record\",\"name\":\"R%d\",\"fields\":[{\"name\":\"a\",\"type\":\"null\"}]}"
                .formatted(depth);
        for (var level = depth - 1; level >= 0; level--) {
            inner =
                    "{\"type\":\"record\",\"name\":\"R%d\",\"fields\":[{\"name\":\"a\",\"type\":%s},{\"name\":\"b\",\"type\":\"R%d\"}]}"
                            .formatted(level, inner, level + 1);
        }
        return parse(inner);
    }

    /** A record that takes no byte, with so many fields of the type null. */
    static Schema empty(int fields) {
        return parse(IntStream.range(0, fields)
                .mapToObj("{\"name\":\"f%d\",\"type\":\"null\"}"::formatted)
                .collect(Collectors.joining(",", "{\"type\":\"record\",\"name\":\"Empty\",\"fields\":[", "]}")));
    }

    static Schema parse(String json) {
        return new Schema.Parser().parse(json);
    }

    /** Blocks of 2^20 items that take no byte, and the end. */
    static byte[] blocks(int count) {
        var bytes = new byte[count * 4 + 1];
        for (var block = 0; block < count; block++) {
            // 2^20, zigzag, in seven bits each.
            bytes[4 * block] = (byte) 0x80;
            bytes[4 * block + 1] = (byte) 0x80;
            bytes[4 * block + 2] = (byte) 0x80;
            bytes[4 * block + 3] = 1;
        }
        return bytes;
    }
}
