-- The steps of agents. Key: the steps of a run lie together, in the order in which the run replays.
CREATE TABLE IF NOT EXISTS {{database}}.agent_steps
(
    event_id String COMMENT 'Id of the event.' CODEC(ZSTD(1)),
    project_id LowCardinality(String) COMMENT 'Project of the event.' CODEC(ZSTD(1)),
    run_id String COMMENT 'Run of the event.' CODEC(ZSTD(1)),
    timestamp DateTime64(3, 'UTC') COMMENT 'When it happened.' CODEC(Delta, ZSTD(1)),
    step_number Int32 COMMENT 'Place of the step in its run.' CODEC(ZSTD(1)),
    step_name LowCardinality(Nullable(String)) COMMENT 'Name of the step.' CODEC(ZSTD(1)),
    step_type Nullable(Enum8('reasoning' = 1, 'tool_call' = 2, 'validation' = 3, 'output' = 4, 'unknown' = 5)) COMMENT 'Kind of the step.' CODEC(ZSTD(1)),
    agent_name LowCardinality(Nullable(String)) COMMENT 'Agent that took the step.' CODEC(ZSTD(1)),
    input_data Nullable(String) COMMENT 'JSON object the step worked on.' CODEC(ZSTD(3)),
    output_data Nullable(String) COMMENT 'JSON object the step brought forth.' CODEC(ZSTD(3)),
    reasoning Nullable(String) COMMENT 'Why the agent took the step.' CODEC(ZSTD(3)),
    context Nullable(String) COMMENT 'Context of the step, a JSON object.' CODEC(ZSTD(3)),
    latency_ms Nullable(Int32) COMMENT 'Duration in milliseconds.' CODEC(T64, ZSTD(1)),
    status Nullable(Enum8('success' = 1, 'error' = 2, 'timeout' = 3, 'assertion_failed' = 4, 'warning' = 5, 'unknown' = 6)) COMMENT 'How the step ended.' CODEC(ZSTD(1)),
    error_message Nullable(String) COMMENT 'Message of the error.' CODEC(ZSTD(3)),
    error_type LowCardinality(Nullable(String)) COMMENT 'Kind of the error.' CODEC(ZSTD(1)),
    ingested_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') COMMENT 'When the record of this row was appended to its topic; for a row inserted by hand, when it was inserted.' CODEC(Delta, ZSTD(1)),
    source_partition Int32 DEFAULT -1 COMMENT 'Partition of the record of this row; -1 when it was inserted by hand.' CODEC(ZSTD(1)),
    source_offset Int64 DEFAULT -1 COMMENT 'Offset of the record of this row in its partition; -1 when it was inserted by hand.' CODEC(Delta, ZSTD(1)),

    INDEX idx_project_timestamp timestamp TYPE minmax GRANULARITY 1,
    INDEX idx_run_id run_id TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX idx_event_id event_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX idx_status status TYPE set(16) GRANULARITY 1,
    INDEX idx_source (source_partition, source_offset) TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(timestamp)
PRIMARY KEY (project_id, toStartOfHour(timestamp), run_id)
ORDER BY (project_id, toStartOfHour(timestamp), run_id, step_number, timestamp, event_id)
{{agent_steps_ttl}}
SETTINGS index_granularity = 8192, non_replicated_deduplication_window = {{dedup_window}}
COMMENT 'Every step an agent took, one row each, never changed. A run replays in order of step_number. Identity: project_id, run_id and event_id.';
