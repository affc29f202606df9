package io.watchllm.teststack;

import io.watchllm.events.Event;
import io.watchllm.schemas.WireFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;

/** Schemas that can be read as an event, with a field more that a few bytes make endless work. */
public final class SchemaBomb {
    /** Records nested by name, two of each in the one above: 2^40 values that take no byte. */
    public static final SchemaBomb NESTED = new SchemaBomb(30, nested(40), new byte[0]);

    /** Items that take no byte, a million in each block of four bytes. */
    public static final SchemaBomb ITEMS =
            new SchemaBomb(31, Schema.createArray(Schema.create(Schema.Type.NULL)), blocks(900_000));

    private final int id;
    private final Schema schema;
    private final byte[] more;

    private SchemaBomb(int id, Schema field, byte[] more) {
        this.id = id;
        this.more = more;
        var fields = new ArrayList<Schema.Field>();
        Event.getClassSchema().getFields().forEach(each -> fields.add(new Schema.Field(each, each.schema())));
        fields.add(new Schema.Field("bomb", field));
        schema = Schema.createRecord("Event", null, "io.watchllm.events", false, fields);
    }

    /** Whether this is the id of one. */
    public static boolean is(int id) {
        return id == NESTED.id || id == ITEMS.id;
    }

    /** The id under which the registry has it. */
    public int id() {
        return id;
    }

    public Schema schema() {
        return schema;
    }

    /** An event, and the field more. */
    public byte[] record(Event event) {
        var wire = WireFormat.encode(id, event);
        var record = Arrays.copyOf(wire, wire.length + more.length);
        System.arraycopy(more, 0, record, wire.length, more.length);
        return record;
    }

    /** Records nested by name, two of each in the one above. */
    public static Schema nested(int depth) {
        var inner = Schema.createRecord("R" + depth, null, null, false, List.of());
        for (int level = depth - 1; level >= 0; level--) {
            inner = Schema.createRecord(
                    "R" + level,
                    null,
                    null,
                    false,
                    List.of(new Schema.Field("a", inner), new Schema.Field("b", inner)));
        }
        return inner;
    }

    private static byte[] blocks(int count) {
        var bytes = new byte[4 * count + 1];
        for (int block = 0; block < count; block++) {
            // 2^20, zigzag, in seven bits each.
            bytes[4 * block] = (byte) 0x80;
            bytes[4 * block + 1] = (byte) 0x80;
            bytes[4 * block + 2] = (byte) 0x80;
            bytes[4 * block + 3] = 1;
        }
        return bytes;
    }
}
