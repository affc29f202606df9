package io.watchllm.delivery.encode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Any record of a schema, edges of every type included, and Avro's own encoding of it. */
final class RandomRows {
    private static final List<String> TEXTS = List.of(
            "", "a", "gpt-4o", "zażółć gęślą jaźń", "日本語", "\0", "'quoted' \\ \"x\"", "🤖".repeat(50), "x".repeat(300));
    private static final long EARLIEST = -2_208_988_800_000L;
    private static final long LATEST = 9_214_646_400_000L;

    private final Schema schema;
    private final Random random;

    RandomRows(Schema schema, Random random) {
        this.schema = schema;
        this.random = random;
    }

    GenericRecord next() {
        return (GenericRecord) value(schema);
    }

    static byte[] avro(GenericRecord row) {
        var out = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            new GenericDatumWriter<GenericRecord>(row.getSchema()).write(row, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private Object value(Schema of) {
        return switch (of.getType()) {
            case RECORD -> {
                var row = new GenericData.Record(of);
                for (var field : of.getFields()) {
                    row.put(field.name(), orNull(field.schema()));
                }
                yield row;
            }
            case STRING -> TEXTS.get(random.nextInt(TEXTS.size()));
            case INT -> pick(Integer.MIN_VALUE, Integer.MAX_VALUE, random.nextInt(1000), random.nextInt());
            case LONG -> of.getLogicalType() == null ? random.nextLong() : time();
            case DOUBLE -> random.nextInt(4) == 0 ? -0.5 : random.nextGaussian() * 1e9;
            case BOOLEAN -> random.nextBoolean();
            case ENUM ->
                new GenericData.EnumSymbol(
                        of,
                        of.getEnumSymbols()
                                .get(random.nextInt(of.getEnumSymbols().size())));
            case BYTES -> decimal(((LogicalTypes.Decimal) of.getLogicalType()).getPrecision());
            case ARRAY -> {
                List<Object> items = new ArrayList<>();
                for (var i = random.nextInt(4); i > 0; i--) {
                    items.add(value(of.getElementType()));
                }
                yield items;
            }
            default -> throw new IllegalArgumentException("no random value of type " + of.getType());
        };
    }

    private @Nullable Object orNull(Schema of) {
        if (of.getType() != Schema.Type.UNION) {
            return value(of);
        }
        var branch = of.getTypes().get(random.nextInt(of.getTypes().size()));
        return branch.getType() == Schema.Type.NULL ? null : value(branch);
    }

    private int pick(Integer... values) {
        return values[random.nextInt(values.length)];
    }

    private long time() {
        return switch (random.nextInt(4)) {
            case 0 -> EARLIEST;
            case 1 -> LATEST - 1;
            default -> random.nextLong(EARLIEST, LATEST);
        };
    }

    private ByteBuffer decimal(int precision) {
        var bound = BigInteger.TEN.pow(precision);
        var magnitude = switch (random.nextInt(3)) {
            case 0 -> bound.subtract(BigInteger.ONE);
            case 1 -> BigInteger.valueOf(random.nextInt(1000));
            default -> new BigInteger(140, random).mod(bound);
        };
        return ByteBuffer.wrap((random.nextBoolean() ? magnitude : magnitude.negate()).toByteArray());
    }
}
