-- Corrections of costs: the ledger, and what brings each of them into the rollups.
-- A block of the ledger is inserted as the sink inserts its blocks, under a token: it moves the ledger and every rollup once,
-- however often it is sent. The rows of events follow by a mutation, which sets what the ledger says and may be repeated.
CREATE TABLE IF NOT EXISTS {{database}}.cost_corrections
(
    project_id LowCardinality(String) COMMENT 'Project of the call.' CODEC(ZSTD(1)),
    sequence UInt64 COMMENT 'Number of the block within its project, from 1: its rows were written and applied together.' CODEC(ZSTD(1)),
    run_id String COMMENT 'Run of the call.' CODEC(ZSTD(1)),
    timestamp DateTime64(3, 'UTC') COMMENT 'When the call happened.' CODEC(ZSTD(1)),
    event_id String COMMENT 'Id of the call in events.' CODEC(ZSTD(1)),
    source_partition Int32 COMMENT 'source_partition of its row.' CODEC(ZSTD(1)),
    source_offset Int64 COMMENT 'source_offset of its row.' CODEC(ZSTD(1)),
    env LowCardinality(String) COMMENT 'Environment.' CODEC(ZSTD(1)),
    provider LowCardinality(String) COMMENT 'Who served the model; empty when not known.' CODEC(ZSTD(1)),
    model LowCardinality(String) COMMENT 'Name of the model.' CODEC(ZSTD(1)),
    status LowCardinality(String) COMMENT 'How the call ended; empty when not known.' CODEC(ZSTD(1)),
    cost_before_usd Nullable(Decimal(18, 9)) COMMENT 'Cost until then in USD; null when it was not known.' CODEC(ZSTD(1)),
    cost_after_usd Nullable(Decimal(18, 9)) COMMENT 'Cost from then on in USD; null when it is not known.' CODEC(ZSTD(1)),
    cost_source_before Nullable(Enum8('client' = 1, 'price_table' = 2, 'unpriced' = 3, 'unknown' = 4)) COMMENT 'Where the cost came from until then.' CODEC(ZSTD(1)),
    cost_source_after Nullable(Enum8('client' = 1, 'price_table' = 2, 'unpriced' = 3, 'unknown' = 4)) COMMENT 'Where it comes from.' CODEC(ZSTD(1)),
    price_version_before LowCardinality(Nullable(String)) COMMENT 'Version of the price list until then.' CODEC(ZSTD(1)),
    price_version_after LowCardinality(Nullable(String)) COMMENT 'Version of the price list that priced it.' CODEC(ZSTD(1)),
    flags_before Array(LowCardinality(String)) COMMENT 'flags of its row until then.' CODEC(ZSTD(1)),
    flags_after Array(LowCardinality(String)) COMMENT 'flags of its row; only those of pricing may differ.' CODEC(ZSTD(1)),
    reprice_id String COMMENT 'The run of watchllm prices reprice that wrote it.' CODEC(ZSTD(1)),
    blocks_before Array(Int64) COMMENT 'Blocks that the ledger and each rollup had taken before, by name: says whether they still know this one when it must be sent again.' CODEC(ZSTD(1)),
    corrected_at DateTime64(3, 'UTC') COMMENT 'When it was written.' CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(timestamp)
PRIMARY KEY (project_id, sequence)
ORDER BY (project_id, sequence, run_id, timestamp, event_id)
SETTINGS index_granularity = 8192, non_replicated_deduplication_window = {{dedup_window}}
COMMENT 'Each change of the cost of a stored call by watchllm prices reprice, kept for ever: rows are only ever added. Sums of cost_after_usd less cost_before_usd are what the rollups were moved by.';

-- What a correction does not touch is left at its default: nothing to add, no state, no minimum.
CREATE MATERIALIZED VIEW IF NOT EXISTS {{database}}.hourly_corrections_mv TO {{database}}.hourly_metrics
(
    project_id LowCardinality(String) COMMENT 'Project.',
    hour DateTime('UTC') COMMENT 'Start of the hour of the event time, UTC.',
    env LowCardinality(String) COMMENT 'Environment.',
    provider LowCardinality(String) COMMENT 'Who served the model; empty when not known.',
    model LowCardinality(String) COMMENT 'Name of the model.',
    status LowCardinality(String) COMMENT 'How the calls ended; empty when not known.',
    unpriced UInt64 COMMENT 'By how much the number of unpriced calls changes; less is added as what wraps round.',
    cost_usd Decimal(38, 9) COMMENT 'By how much the sum of the known costs changes in USD.'
)
AS SELECT
    c.project_id AS project_id,
    toStartOfHour(c.timestamp, 'UTC') AS hour,
    c.env AS env,
    c.provider AS provider,
    c.model AS model,
    c.status AS status,
    toUInt64(countIf(c.cost_after_usd IS NULL) - countIf(c.cost_before_usd IS NULL)) AS unpriced,
    sum(toDecimal128(ifNull(c.cost_after_usd, 0), 9) - toDecimal128(ifNull(c.cost_before_usd, 0), 9)) AS cost_usd
FROM {{database}}.cost_corrections AS c
GROUP BY project_id, hour, env, provider, model, status
COMMENT 'Adds to hourly_metrics what each block inserted into cost_corrections changes.';

CREATE MATERIALIZED VIEW IF NOT EXISTS {{database}}.daily_corrections_mv TO {{database}}.daily_metrics
(
    project_id LowCardinality(String) COMMENT 'Project.',
    day Date COMMENT 'Day of the event time, UTC.',
    env LowCardinality(String) COMMENT 'Environment.',
    unpriced UInt64 COMMENT 'By how much the number of unpriced calls changes; less is added as what wraps round.',
    cost_usd Decimal(38, 9) COMMENT 'By how much the sum of the known costs changes in USD.'
)
AS SELECT
    c.project_id AS project_id,
    toDate(c.timestamp, 'UTC') AS day,
    c.env AS env,
    toUInt64(countIf(c.cost_after_usd IS NULL) - countIf(c.cost_before_usd IS NULL)) AS unpriced,
    sum(toDecimal128(ifNull(c.cost_after_usd, 0), 9) - toDecimal128(ifNull(c.cost_before_usd, 0), 9)) AS cost_usd
FROM {{database}}.cost_corrections AS c
GROUP BY project_id, day, env
COMMENT 'Adds to daily_metrics what each block inserted into cost_corrections changes.';

CREATE MATERIALIZED VIEW IF NOT EXISTS {{database}}.totals_corrections_mv TO {{database}}.project_totals
(
    project_id LowCardinality(String) COMMENT 'Project.',
    event_type LowCardinality(String) COMMENT 'Type of the events: prompt_call.',
    unpriced UInt64 COMMENT 'By how much the number of unpriced calls changes; less is added as what wraps round.',
    cost_usd Decimal(38, 9) COMMENT 'By how much the sum of the known costs changes in USD.',
    first_event_time SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'Time of the first corrected call, which the total knows already.',
    last_event_time SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'Time of the last corrected call, which the total knows already.'
)
AS SELECT
    c.project_id AS project_id,
    toLowCardinality('prompt_call') AS event_type,
    toUInt64(countIf(c.cost_after_usd IS NULL) - countIf(c.cost_before_usd IS NULL)) AS unpriced,
    sum(toDecimal128(ifNull(c.cost_after_usd, 0), 9) - toDecimal128(ifNull(c.cost_before_usd, 0), 9)) AS cost_usd,
    min(c.timestamp) AS first_event_time,
    max(c.timestamp) AS last_event_time
FROM {{database}}.cost_corrections AS c
GROUP BY c.project_id
COMMENT 'Adds to project_totals what each block inserted into cost_corrections changes.';

ALTER TABLE {{database}}.events
    MODIFY COMMENT 'Every event of LLM applications and agents, one row each, never changed but for the cost of a call, by watchllm prices reprice: cost_corrections says how. Which columns are filled depends on event_type. Identity: project_id, run_id and event_id.';
