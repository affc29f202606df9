package io.watchllm.bench.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.schemas.WireFormat;
import java.io.IOException;
import java.util.HashSet;
import org.apache.avro.Conversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProfileTest {
    private static final int SCHEMA_ID = 7;
    private static final int ROWS = 2_000;

    private static GenericRecord decode(Profile profile, byte[] row) throws IOException {
        var model = new GenericData();
        model.addLogicalTypeConversion(new Conversions.DecimalConversion());
        var schema = profile.schema();
        var decoder = DecoderFactory.get()
                .binaryDecoder(row, WireFormat.PAYLOAD_OFFSET, row.length - WireFormat.PAYLOAD_OFFSET, null);
        var record = new GenericDatumReader<GenericRecord>(schema, schema, model).read(null, decoder);
        assertThat(decoder.isEnd()).as("nothing is left behind the last field").isTrue();
        return record;
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveTheSameRowForTheSameNumber(Profile profile) {
        var one = profile.rows();
        var other = profile.rows();
        other.row(SCHEMA_ID, 1_234);
        for (var number = 0L; number < 100; number++) {
            assertThat(one.row(SCHEMA_ID, number)).isEqualTo(other.row(SCHEMA_ID, number));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldWriteWhatItsSchemaSays(Profile profile) throws IOException {
        var rows = profile.rows();
        var ids = new HashSet<String>();
        for (var number = 0L; number < ROWS; number++) {
            var row = rows.row(SCHEMA_ID, number);
            assertThat(WireFormat.schemaId(row)).isEqualTo(SCHEMA_ID);
            var record = decode(profile, row);
            assertThat(record.get("event_id").toString()).hasSize(36);
            ids.add(record.get("event_id").toString());
        }
        assertThat(ids).as("an id is never given twice").hasSize(ROWS);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveOptionalFieldsOutNowAndThen(Profile profile) throws IOException {
        var rows = profile.rows();
        for (var field : profile.schema().getFields()) {
            var nulls = 0;
            for (var number = 0L; number < ROWS; number++) {
                if (decode(profile, rows.row(SCHEMA_ID, number)).get(field.name()) == null) {
                    nulls++;
                }
            }
            if (field.schema().isNullable()) {
                assertThat(nulls).as(field.name()).isBetween(1, ROWS / 4);
            } else {
                assertThat(nulls).as(field.name()).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveTheSizeOfItsProfile(Profile profile) {
        var rows = profile.rows();
        var bytes = 0L;
        for (var number = 0L; number < ROWS; number++) {
            bytes += rows.row(SCHEMA_ID, number).length;
        }
        switch (profile) {
            case SMALL -> assertThat(bytes / ROWS).isBetween(320L, 360L);
            case PAYLOAD -> assertThat(bytes / ROWS).isBetween(5_500L, 6_500L);
        }
    }
}
