package io.watchllm.bench.rows;

import org.apache.avro.Schema;

/** The Avro schemas of the profiles, and the columns that go with them. */
final class RowSchemas {
    private static final String FIELDS = """
            {"name": "event_id", "type": "string"},
            {"name": "project_id", "type": "string"},
            {"name": "run_id", "type": "string"},
            {"name": "timestamp", "type": {"type": "long", "logicalType": "timestamp-millis"}},
            {"name": "event_type", "type": "string"},
            {"name": "user_id", "type": ["null", "string"], "default": null},
            {"name": "session_id", "type": ["null", "string"], "default": null},
            {"name": "trace_id", "type": ["null", "string"], "default": null},
            {"name": "provider", "type": "string"},
            {"name": "model", "type": "string"},
            {"name": "tokens_input", "type": ["null", "int"], "default": null},
            {"name": "tokens_output", "type": ["null", "int"], "default": null},
            {"name": "cost_usd", "type": ["null",
                {"type": "bytes", "logicalType": "decimal", "precision": 18, "scale": 9}], "default": null},
            {"name": "latency_ms", "type": "int"},
            {"name": "status", "type": "string"},
            {"name": "summary", "type": "string"}
            """;
    static final String SMALL_COLUMNS = """
            event_id String,
            project_id LowCardinality(String),
            run_id String,
            timestamp DateTime64(3, 'UTC'),
            event_type LowCardinality(String),
            user_id Nullable(String),
            session_id Nullable(String),
            trace_id Nullable(String),
            provider LowCardinality(String),
            model LowCardinality(String),
            tokens_input Nullable(Int32),
            tokens_output Nullable(Int32),
            cost_usd Nullable(Decimal(18, 9)),
            latency_ms Int32,
            status LowCardinality(String),
            summary String""";

    /** 16 fields. */
    static final Schema SMALL = record("BenchRow", FIELDS);

    /** The same 16, and the two texts. */
    static final Schema PAYLOAD = record("BenchPayloadRow", FIELDS + """
            ,{"name": "prompt", "type": ["null", "string"], "default": null},
            {"name": "response", "type": ["null", "string"], "default": null}
            """);

    static final String PAYLOAD_COLUMNS = SMALL_COLUMNS + """
            ,
            prompt Nullable(String),
            response Nullable(String)""";

    private RowSchemas() {}

    private static Schema record(String name, String fields) {
        return new Schema.Parser().parse("""
                {"type": "record", "name": "%s", "namespace": "io.watchllm.bench", "fields": [%s]}
                """.formatted(name, fields));
    }
}
