package io.watchllm.sink.consume;

import io.watchllm.delivery.encode.ColumnType;
import io.watchllm.delivery.encode.EncodePlan;
import io.watchllm.delivery.encode.PlanCompiler;
import io.watchllm.delivery.encode.PlanResult;
import io.watchllm.delivery.encode.TableColumn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;

/** Rows of one text, for tests in which only their size matters. */
final class RowTexts {
    static final Schema SCHEMA =
            SchemaBuilder.record("Row").fields().requiredString("text").endRecord();
    static final List<TableColumn> COLUMNS = List.of(
            column("text", "String"),
            column("ingested_at", "DateTime64(3, 'UTC')"),
            column("source_partition", "Int32"),
            column("source_offset", "Int64"));

    private RowTexts() {}

    private static TableColumn column(String name, String type) {
        return new TableColumn(name, ColumnType.parse(type), true);
    }

    static EncodePlan plan() {
        if (new PlanCompiler("rows", COLUMNS).compile(SCHEMA) instanceof PlanResult.Fit(var plan)) {
            return plan;
        }
        throw new IllegalStateException("no plan");
    }

    /** A record of a row topic, in the wire format of schema id 1. */
    static byte[] wire(int length) {
        var row = new GenericData.Record(SCHEMA);
        row.put("text", "x".repeat(length));
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, 0, 0, 1});
        try {
            var encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(SCHEMA).write(row, encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
