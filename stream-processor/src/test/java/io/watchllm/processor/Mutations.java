package io.watchllm.processor;

import io.watchllm.schemas.WireFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records as broken producers, disks and people make them. */
final class Mutations {

    private static final int MUTATIONS_MAX = 3;
    private static final int HEADER_BYTES = WireFormat.PAYLOAD_OFFSET;

    /** Lone surrogate, surrogate pair (CESU-8), overlong NUL, NUL, emoji, RTL mark, zero width, BOM, above U+10FFFF. */
    private static final List<byte[]> ODD_TEXT = Stream.of(
                    "eda080",
                    "eda0bdedb982",
                    "c080",
                    "00",
                    "f09f9982",
                    "e2808f",
                    "e2808b",
                    "efbbbf",
                    "f4908080",
                    "efbfbf")
            .map(HexFormat.of()::parseHex)
            .toList();

    private static final List<byte[]> HUGE_NUMBERS = Stream.of(
                    "feffffff0f",
                    "808080801f",
                    "ffffffff0f",
                    "ffffffffffffffffff01",
                    "feffffffffffffffff01",
                    "ffffffffffffffffffff")
            .map(HexFormat.of()::parseHex)
            .toList();

    private final Random random;
    private final List<byte[]> corpus;
    private final int[] schemaIds;

    /**
     * Mutations of a corpus.
     *
     * @param schemaIds ids that a header gets, besides ones by chance
     */
    Mutations(long seed, List<byte[]> corpus, int... schemaIds) {
        random = new Random(seed);
        this.corpus = corpus;
        this.schemaIds = schemaIds.clone();
    }

    byte @Nullable [] next() {
        var record = any().clone();
        for (int count = 1 + random.nextInt(MUTATIONS_MAX); count > 0; count--) {
            var mutated = mutated(record);
            if (mutated == null || mutated.length < HEADER_BYTES) {
                return mutated;
            }
            record = mutated;
        }
        return record;
    }

    private byte @Nullable [] mutated(byte[] record) {
        int at = random.nextInt(record.length);
        return switch (random.nextInt(12)) {
            case 0 -> with(record, at, (byte) random.nextInt());
            case 1 -> with(record, at, (byte) (record[at] ^ (1 << random.nextInt(8))));
            // The small numbers are union branches, symbols, lengths and counts.
            case 2, 3 -> with(record, inPayload(record), (byte) random.nextInt(20));
            case 4 -> Arrays.copyOf(record, at);
            case 5 -> spliced(record, at, new byte[0], at + random.nextInt(8));
            case 6 -> spliced(record, at, bytes(1 + random.nextInt(8)), at);
            case 7 -> spliced(record, at, pick(ODD_TEXT), at + (random.nextBoolean() ? 0 : 3));
            case 8 -> {
                int number = inPayload(record);
                yield spliced(record, number, pick(HUGE_NUMBERS), number + random.nextInt(3));
            }
            case 9 -> {
                var other = any();
                var tail = Arrays.copyOfRange(other, Math.min(at, other.length), other.length);
                yield spliced(record, at, tail, record.length);
            }
            case 10 -> otherSchema(record);
            default -> somethingElse();
        };
    }

    private byte[] otherSchema(byte[] record) {
        int id = random.nextInt(4) == 0 ? random.nextInt() : schemaIds[random.nextInt(schemaIds.length)];
        var changed = record.clone();
        ByteBuffer.wrap(changed).putInt(1, id);
        return changed;
    }

    private byte @Nullable [] somethingElse() {
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> new byte[0];
            case 2 -> "{\"event_id\":\"e\",\"event_type\":\"tool_call\"}".getBytes(StandardCharsets.UTF_8);
            case 3 -> bytes(random.nextInt(64));
            default -> any().clone();
        };
    }

    private byte[] any() {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private int inPayload(byte[] record) {
        return Math.min(record.length - 1, HEADER_BYTES + random.nextInt(record.length));
    }

    private byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] pick(List<byte[]> some) {
        return some.get(random.nextInt(some.size()));
    }

    private static byte[] with(byte[] record, int at, byte value) {
        var changed = record.clone();
        changed[at] = value;
        return changed;
    }

    /** The record with {@code middle} in place of what stands from {@code begin} to {@code end}. */
    private static byte[] spliced(byte[] record, int begin, byte[] middle, int end) {
        int rest = Math.clamp(end, begin, record.length);
        return ByteBuffer.allocate(begin + middle.length + record.length - rest)
                .put(record, 0, begin)
                .put(middle)
                .put(record, rest, record.length - rest)
                .array();
    }
}
