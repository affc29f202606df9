package io.watchllm.delivery.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.rows.AgentStepRow;
import io.watchllm.rows.EventRow;
import io.watchllm.rows.ToolCallRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

class BlockBuilderTest {
    private static final List<Schema> ROW_SCHEMAS =
            List.of(EventRow.getClassSchema(), ToolCallRow.getClassSchema(), AgentStepRow.getClassSchema());
    private static final int ROWS = 40;
    private static final int MUTATIONS_PER_TRY = 100;

    @Property(tries = 150)
    void shouldGiveBackEveryValueWhenTheBlockIsRead(@ForAll long seed, @ForAll boolean reuse) {
        for (var schema : ROW_SCHEMAS) {
            // Given
            var rows = new RandomRows(schema, new Random(seed));
            var block = Tables.plan(schema, Tables.of(schema)).open();
            if (reuse) {
                block.add(RandomRows.avro(rows.next()), 0, new Source(0, 0, 0));
                block.clear();
            }
            List<GenericRecord> accepted = new ArrayList<>();

            // When
            for (var i = 0; i < ROWS; i++) {
                var row = rows.next();
                assertThat(block.add(RandomRows.avro(row), 0, new Source(3, i, 1_000L + i)))
                        .isNull();
                accepted.add(row);
            }

            // Then
            assertHolds(block, schema, accepted);
        }
    }

    @Property(tries = 250)
    void shouldStayWholeWhenRecordsAreMutated(@ForAll long seed) {
        var random = new Random(seed);
        var schema = ROW_SCHEMAS.get(random.nextInt(ROW_SCHEMAS.size()));
        var rows = new RandomRows(schema, random);
        var block = Tables.plan(schema, Tables.of(schema)).open();
        List<@Nullable GenericRecord> accepted = new ArrayList<>();

        for (var i = 0; i < MUTATIONS_PER_TRY; i++) {
            var mutated = mutate(RandomRows.avro(rows.next()), random);
            if (block.add(mutated, 0, new Source(3, accepted.size(), 1_000L + accepted.size())) == null) {
                accepted.add(null);
            }
            var good = rows.next();
            assertThat(block.add(RandomRows.avro(good), 0, new Source(3, accepted.size(), 1_000L + accepted.size())))
                    .isNull();
            accepted.add(good);
        }

        assertHolds(block, schema, accepted);
    }

    private static byte[] mutate(byte[] record, Random random) {
        var mutated = record.clone();
        switch (random.nextInt(4)) {
            case 0 -> {
                return Arrays.copyOf(mutated, random.nextInt(mutated.length));
            }
            case 1 -> {
                return Arrays.copyOf(mutated, mutated.length + 1 + random.nextInt(8));
            }
            case 2 -> mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            default -> {
                for (var i = random.nextInt(8); i >= 0; i--) {
                    mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
        }
        return mutated;
    }

    /** A null stands for a row of which only its presence is known. */
    private static void assertHolds(BlockBuilder block, Schema schema, List<? extends @Nullable GenericRecord> rows) {
        var read = NativeReader.read(bytes(block));
        assertThat(block.rows()).isEqualTo(rows.size());
        assertThat(List.copyOf(read.keySet())).isEqualTo(block.plan().columns());
        for (var i = 0; i < rows.size(); i++) {
            assertRow(read, i, schema, rows.get(i));
        }
    }

    private static void assertRow(
            Map<String, List<@Nullable Object>> read, int row, Schema schema, @Nullable GenericRecord expected) {
        assertThat(at(read, "source_partition", row)).isEqualTo(3L);
        assertThat(at(read, "source_offset", row)).isEqualTo((long) row);
        assertThat(at(read, "ingested_at", row)).isEqualTo(1_000L + row);
        if (expected != null) {
            for (var field : schema.getFields()) {
                assertThat(at(read, field.name(), row))
                        .as("%s of row %d", field.name(), row)
                        .isEqualTo(Tables.expected(expected, field));
            }
        }
    }

    private static @Nullable Object at(Map<String, List<@Nullable Object>> read, String column, int row) {
        return Objects.requireNonNull(read.get(column), column).get(row);
    }

    static byte[] bytes(BlockBuilder block) {
        var out = new ByteArrayOutputStream();
        try {
            block.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
