package io.watchllm.processor;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** Values of the right Avro type that an event had better not have: empty, huge, negative, odd, absent. */
final class BadValues {

    /** Lone surrogates of both kinds, an overlong NUL, half a character, a byte that is in no text. */
    private static final List<Utf8> INVALID_TEXTS = Stream.of("61eda08062", "edb982", "c080", "f09f99", "ff")
            .map(hex -> new Utf8(HexFormat.of().parseHex(hex)))
            .toList();

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\0",
            "a\0b",
            "🙂👩‍👩‍👧 漢字",
            "\u202Eright to left: שלום عربي",
            "\u200B\u200D\uFEFF",
            "\uFFFF\uFFFE",
            "{\"a\":\"\\ud800\"}",
            "x".repeat(1_025),
            "é".repeat(2_100),
            "x".repeat((1 << 20) + 1));

    private BadValues() {}

    /**
     * Values for a field.
     *
     * @param before what is right there
     */
    static List<@Nullable Object> of(Schema schema, @Nullable Object before) {
        var values = new ArrayList<@Nullable Object>();
        switch (schema.getType()) {
            case UNION -> {
                for (var branch : schema.getTypes()) {
                    // Another payload is another sample.
                    if (branch.getType() != Schema.Type.RECORD) {
                        values.addAll(of(branch, before));
                    }
                }
            }
            case NULL -> values.add(null);
            case STRING -> {
                values.addAll(INVALID_TEXTS);
                values.addAll(TEXTS);
            }
            case INT -> values.addAll(List.of(-1, 0, Integer.MAX_VALUE, Integer.MIN_VALUE));
            case LONG -> values.addAll(List.of(-1L, 0L, Long.MAX_VALUE, Long.MIN_VALUE));
            case DOUBLE ->
                values.addAll(List.of(
                        -1.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE));
            case BOOLEAN -> values.addAll(List.of(true, false));
            case BYTES -> values.addAll(decimals(((LogicalTypes.Decimal) schema.getLogicalType()).getPrecision()));
            case ENUM ->
                schema.getEnumSymbols().forEach(symbol -> values.add(new GenericData.EnumSymbol(schema, symbol)));
            case ARRAY -> {
                var item = ((List<?>) Objects.requireNonNull(before)).getFirst();
                values.add(List.of());
                values.add(Collections.nCopies(1_001, item));
                if (item instanceof CharSequence) {
                    Stream.concat(INVALID_TEXTS.stream(), TEXTS.stream()).forEach(text -> values.add(List.of(text)));
                }
            }
            case RECORD -> {
                // Only its fields have other values.
            }
            default -> throw new AssertionError("the event schema has a new kind of field: " + schema);
        }
        return values;
    }

    private static List<ByteBuffer> decimals(int precision) {
        var tooLarge = BigInteger.TEN.pow(precision);
        return Stream.of(
                        tooLarge.subtract(BigInteger.ONE).toByteArray(),
                        tooLarge.toByteArray(),
                        tooLarge.negate().toByteArray(),
                        BigInteger.ONE.negate().toByteArray(),
                        new byte[] {0},
                        new byte[0],
                        BigInteger.ONE.shiftLeft(100_000).toByteArray())
                .map(ByteBuffer::wrap)
                .toList();
    }
}
