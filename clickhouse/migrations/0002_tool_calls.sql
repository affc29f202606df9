-- The tool calls, sent on their own or nested in a prompt call.
CREATE TABLE IF NOT EXISTS {{database}}.tool_calls
(
    event_id String COMMENT 'Id of the event.' CODEC(ZSTD(1)),
    call_index Int32 COMMENT 'Place of the call in its event, from 0.' CODEC(ZSTD(1)),
    project_id LowCardinality(String) COMMENT 'Project of the event.' CODEC(ZSTD(1)),
    run_id String COMMENT 'Run of the event.' CODEC(ZSTD(1)),
    timestamp DateTime64(3, 'UTC') COMMENT 'When it happened.' CODEC(Delta, ZSTD(1)),
    tool_name LowCardinality(String) COMMENT 'Name of the tool.' CODEC(ZSTD(1)),
    tool_id Nullable(String) COMMENT 'Id of the call, as the model gave it.' CODEC(ZSTD(1)),
    agent_name LowCardinality(Nullable(String)) COMMENT 'Agent that made the call.' CODEC(ZSTD(1)),
    tool_input Nullable(String) COMMENT 'Arguments, a JSON object.' CODEC(ZSTD(3)),
    tool_output Nullable(String) COMMENT 'Result, a JSON object.' CODEC(ZSTD(3)),
    args_hash Nullable(String) COMMENT 'SHA-256 of the arguments as canonical JSON, in hexadecimal; equal for equal arguments.' CODEC(ZSTD(1)),
    latency_ms Nullable(Int32) COMMENT 'Duration in milliseconds.' CODEC(T64, ZSTD(1)),
    status Nullable(Enum8('success' = 1, 'error' = 2, 'timeout' = 3, 'assertion_failed' = 4, 'warning' = 5, 'unknown' = 6)) COMMENT 'How the call ended.' CODEC(ZSTD(1)),
    error_message Nullable(String) COMMENT 'Message of the error.' CODEC(ZSTD(3)),
    error_type LowCardinality(Nullable(String)) COMMENT 'Kind of the error.' CODEC(ZSTD(1)),
    error_code LowCardinality(Nullable(String)) COMMENT 'Code of the error.' CODEC(ZSTD(1)),
    ingested_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') COMMENT 'When the record of this row was appended to its topic; for a row inserted by hand, when it was inserted.' CODEC(Delta, ZSTD(1)),
    source_partition Int32 DEFAULT -1 COMMENT 'Partition of the record of this row; -1 when it was inserted by hand.' CODEC(ZSTD(1)),
    source_offset Int64 DEFAULT -1 COMMENT 'Offset of the record of this row in its partition; -1 when it was inserted by hand.' CODEC(Delta, ZSTD(1)),

    INDEX idx_project_timestamp timestamp TYPE minmax GRANULARITY 1,
    INDEX idx_run_id run_id TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX idx_event_id event_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX idx_tool_name tool_name TYPE set(64) GRANULARITY 1,
    INDEX idx_status status TYPE set(16) GRANULARITY 1,
    INDEX idx_source (source_partition, source_offset) TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(timestamp)
PRIMARY KEY (project_id, toStartOfHour(timestamp), run_id)
ORDER BY (project_id, toStartOfHour(timestamp), run_id, timestamp, event_id, call_index)
{{tool_calls_ttl}}
SETTINGS index_granularity = 8192, non_replicated_deduplication_window = {{dedup_window}}
COMMENT 'Every call of a tool, one row each, never changed. Identity: project_id, run_id, event_id and call_index.';
