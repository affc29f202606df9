-- Repeats that came after the window of deduplication and were taken out by watchllm audit: the ledger, and what brings each of
-- them into the rollups. As with cost_corrections, a block of the ledger moves the ledger and every rollup once, however often
-- it is sent; the rows are deleted after that, and a last row says that the block is at its end.
CREATE TABLE IF NOT EXISTS {{database}}.removed_repeats
(
    project_id LowCardinality(String) COMMENT 'Project of the event.' CODEC(ZSTD(1)),
    sequence UInt64 COMMENT 'Number of the block, from 1: its rows were written and applied together.' CODEC(ZSTD(1)),
    source_table LowCardinality(String) COMMENT 'Table that the row was taken out of: events, tool_calls or agent_steps; empty on the row that says that the block is at its end.' CODEC(ZSTD(1)),
    run_id String COMMENT 'Run of the event.' CODEC(ZSTD(1)),
    timestamp DateTime64(3, 'UTC') COMMENT 'When it happened.' CODEC(ZSTD(1)),
    event_id String COMMENT 'Id of the event, within its run.' CODEC(ZSTD(1)),
    source_partition Int32 COMMENT 'source_partition of the row that was taken out.' CODEC(ZSTD(1)),
    source_offset Int64 COMMENT 'source_offset of the row that was taken out.' CODEC(ZSTD(1)),
    ingested_at DateTime64(3, 'UTC') COMMENT 'ingested_at of the row that was taken out.' CODEC(ZSTD(1)),
    kept_partition Int32 COMMENT 'source_partition of the first copy, which stays.' CODEC(ZSTD(1)),
    kept_offset Int64 COMMENT 'source_offset of the first copy, which stays.' CODEC(ZSTD(1)),
    event_type LowCardinality(String) COMMENT 'Type of the event; rows of events only, as all below it up to ttft_ms.' CODEC(ZSTD(1)),
    env LowCardinality(String) COMMENT 'Environment.' CODEC(ZSTD(1)),
    provider LowCardinality(String) COMMENT 'Who served the model; empty when not known.' CODEC(ZSTD(1)),
    model LowCardinality(String) COMMENT 'Name of the model; empty when not known.' CODEC(ZSTD(1)),
    status LowCardinality(String) COMMENT 'How the call ended; empty when not known.' CODEC(ZSTD(1)),
    tokens_input Nullable(Int32) COMMENT 'Tokens sent, cached ones included.' CODEC(ZSTD(1)),
    tokens_output Nullable(Int32) COMMENT 'Tokens received, reasoning ones included.' CODEC(ZSTD(1)),
    tokens_cache_read Nullable(Int32) COMMENT 'Of tokens_input, those read from a cache.' CODEC(ZSTD(1)),
    tokens_cache_write Nullable(Int32) COMMENT 'Of tokens_input, those written to a cache.' CODEC(ZSTD(1)),
    tokens_reasoning Nullable(Int32) COMMENT 'Of tokens_output, those spent on reasoning.' CODEC(ZSTD(1)),
    cost_estimate_usd Nullable(Decimal(18, 9)) COMMENT 'Cost in USD that was counted twice; null when it is not known.' CODEC(ZSTD(1)),
    latency_ms Nullable(Int32) COMMENT 'Duration in milliseconds.' CODEC(ZSTD(1)),
    removal_id String COMMENT 'The run of watchllm audit that took it out.' CODEC(ZSTD(1)),
    blocks_before Array(Int64) COMMENT 'Blocks that the ledger and each rollup had taken before, by name: says whether they still know this one when it must be sent again.' CODEC(ZSTD(1)),
    removed_at DateTime64(3, 'UTC') COMMENT 'When it was taken out.' CODEC(ZSTD(1))
)
ENGINE = MergeTree
PRIMARY KEY (source_table, source_partition, source_offset)
ORDER BY (source_table, source_partition, source_offset, sequence)
SETTINGS index_granularity = 8192, non_replicated_deduplication_window = {{dedup_window}}
COMMENT 'Each row that watchllm audit took out as a repeat of an earlier one, kept for ever: rows are only ever added. An audit does not miss these rows, and watchllm reconcile counts them as duplicates.';

-- The first copy stays, so that minima, maxima and distinct counts are as they are. Percentiles weigh the removed call until the
-- unit is made anew from its rows, which watchllm audit --repair does where no rows come.
CREATE MATERIALIZED VIEW IF NOT EXISTS {{database}}.hourly_removals_mv TO {{database}}.hourly_metrics
(
    project_id LowCardinality(String) COMMENT 'Project.',
    hour DateTime('UTC') COMMENT 'Start of the hour of the event time, UTC.',
    env LowCardinality(String) COMMENT 'Environment.',
    provider LowCardinality(String) COMMENT 'Who served the model; empty when not known.',
    model LowCardinality(String) COMMENT 'Name of the model; empty when not known.',
    status LowCardinality(String) COMMENT 'How the calls ended; empty when not known.',
    requests UInt64 COMMENT 'By how much the number of the rollup changes; less is added as what wraps round.',
    errors UInt64 COMMENT 'By how much the number of the rollup changes; less is added as what wraps round.',
    unpriced UInt64 COMMENT 'By how much the number of the rollup changes; less is added as what wraps round.',
    tokens_input Int64 COMMENT 'By how much the sum of the rollup changes.',
    tokens_output Int64 COMMENT 'By how much the sum of the rollup changes.',
    tokens_cache_read Int64 COMMENT 'By how much the sum of the rollup changes.',
    tokens_cache_write Int64 COMMENT 'By how much the sum of the rollup changes.',
    tokens_reasoning Int64 COMMENT 'By how much the sum of the rollup changes.',
    cost_usd Decimal(38, 9) COMMENT 'By how much the sum of the known costs changes in USD.',
    latency_count UInt64 COMMENT 'By how much the number of the rollup changes; less is added as what wraps round.',
    latency_ms_sum Int64 COMMENT 'By how much the sum of the rollup changes.'
)
AS SELECT
    r.project_id AS project_id,
    toStartOfHour(r.timestamp, 'UTC') AS hour,
    r.env AS env,
    r.provider AS provider,
    r.model AS model,
    r.status AS status,
    toUInt64(-toInt64(count())) AS requests,
    toUInt64(-toInt64(countIf(r.status IN ('error', 'timeout')))) AS errors,
    toUInt64(-toInt64(countIf(r.cost_estimate_usd IS NULL))) AS unpriced,
    -sum(toInt64(ifNull(r.tokens_input, 0))) AS tokens_input,
    -sum(toInt64(ifNull(r.tokens_output, 0))) AS tokens_output,
    -sum(toInt64(ifNull(r.tokens_cache_read, 0))) AS tokens_cache_read,
    -sum(toInt64(ifNull(r.tokens_cache_write, 0))) AS tokens_cache_write,
    -sum(toInt64(ifNull(r.tokens_reasoning, 0))) AS tokens_reasoning,
    -sum(toDecimal128(ifNull(r.cost_estimate_usd, 0), 9)) AS cost_usd,
    toUInt64(-toInt64(countIf(r.latency_ms IS NOT NULL))) AS latency_count,
    -sum(toInt64(ifNull(r.latency_ms, 0))) AS latency_ms_sum
FROM {{database}}.removed_repeats AS r
WHERE r.source_table = 'events' AND r.event_type = 'prompt_call'
GROUP BY project_id, hour, env, provider, model, status
COMMENT 'Takes from hourly_metrics what each block inserted into removed_repeats takes out of events.';

CREATE MATERIALIZED VIEW IF NOT EXISTS {{database}}.daily_removals_mv TO {{database}}.daily_metrics
(
    project_id LowCardinality(String) COMMENT 'Project.',
    day Date COMMENT 'Day of the event time, UTC.',
    env LowCardinality(String) COMMENT 'Environment.',
    total_requests UInt64 COMMENT 'By how much the number of the rollup changes; less is added as what wraps round.',
    successful_requests UInt64 COMMENT 'By how much the number of the rollup changes; less is added as what wraps round.',
    failed_requests UInt64 COMMENT 'By how much the number of the rollup changes; less is added as what wraps round.',
    unpriced UInt64 COMMENT 'By how much the number of the rollup changes; less is added as what wraps round.',
    tokens_input Int64 COMMENT 'By how much the sum of the rollup changes.',
    tokens_output Int64 COMMENT 'By how much the sum of the rollup changes.',
    tokens_cache_read Int64 COMMENT 'By how much the sum of the rollup changes.',
    tokens_cache_write Int64 COMMENT 'By how much the sum of the rollup changes.',
    tokens_reasoning Int64 COMMENT 'By how much the sum of the rollup changes.',
    cost_usd Decimal(38, 9) COMMENT 'By how much the sum of the known costs changes in USD.',
    latency_count UInt64 COMMENT 'By how much the number of the rollup changes; less is added as what wraps round.',
    latency_ms_sum Int64 COMMENT 'By how much the sum of the rollup changes.'
)
AS SELECT
    r.project_id AS project_id,
    toDate(r.timestamp, 'UTC') AS day,
    r.env AS env,
    toUInt64(-toInt64(count())) AS total_requests,
    toUInt64(-toInt64(countIf(r.status = 'success'))) AS successful_requests,
    toUInt64(-toInt64(countIf(r.status IN ('error', 'timeout')))) AS failed_requests,
    toUInt64(-toInt64(countIf(r.cost_estimate_usd IS NULL))) AS unpriced,
    -sum(toInt64(ifNull(r.tokens_input, 0))) AS tokens_input,
    -sum(toInt64(ifNull(r.tokens_output, 0))) AS tokens_output,
    -sum(toInt64(ifNull(r.tokens_cache_read, 0))) AS tokens_cache_read,
    -sum(toInt64(ifNull(r.tokens_cache_write, 0))) AS tokens_cache_write,
    -sum(toInt64(ifNull(r.tokens_reasoning, 0))) AS tokens_reasoning,
    -sum(toDecimal128(ifNull(r.cost_estimate_usd, 0), 9)) AS cost_usd,
    toUInt64(-toInt64(countIf(r.latency_ms IS NOT NULL))) AS latency_count,
    -sum(toInt64(ifNull(r.latency_ms, 0))) AS latency_ms_sum
FROM {{database}}.removed_repeats AS r
WHERE r.source_table = 'events' AND r.event_type = 'prompt_call'
GROUP BY project_id, day, env
COMMENT 'Takes from daily_metrics what each block inserted into removed_repeats takes out of events.';

CREATE MATERIALIZED VIEW IF NOT EXISTS {{database}}.totals_removals_mv TO {{database}}.project_totals
(
    project_id LowCardinality(String) COMMENT 'Project.',
    event_type LowCardinality(String) COMMENT 'Type of the events.',
    events UInt64 COMMENT 'By how much the number of the rollup changes; less is added as what wraps round.',
    errors UInt64 COMMENT 'By how much the number of the rollup changes; less is added as what wraps round.',
    successful UInt64 COMMENT 'By how much the number of the rollup changes; less is added as what wraps round.',
    unpriced UInt64 COMMENT 'By how much the number of the rollup changes; less is added as what wraps round.',
    cost_usd Decimal(38, 9) COMMENT 'By how much the sum of the known costs changes in USD.',
    latency_count UInt64 COMMENT 'By how much the number of the rollup changes; less is added as what wraps round.',
    latency_ms_sum Int64 COMMENT 'By how much the sum of the rollup changes.',
    first_event_time SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'Time of the first of these events, whose first copy the total knows.',
    last_event_time SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'Time of the last of these events, whose first copy the total knows.'
)
AS SELECT
    r.project_id AS project_id,
    r.event_type AS event_type,
    toUInt64(-toInt64(count())) AS events,
    toUInt64(-toInt64(countIf(r.event_type = 'error' OR r.status IN ('error', 'timeout')))) AS errors,
    toUInt64(-toInt64(countIf(r.status = 'success'))) AS successful,
    toUInt64(-toInt64(countIf(r.event_type = 'prompt_call' AND r.cost_estimate_usd IS NULL))) AS unpriced,
    -sumIf(toDecimal128(ifNull(r.cost_estimate_usd, 0), 9), r.event_type = 'prompt_call') AS cost_usd,
    toUInt64(-toInt64(countIf(r.latency_ms IS NOT NULL))) AS latency_count,
    -sum(toInt64(ifNull(r.latency_ms, 0))) AS latency_ms_sum,
    min(r.timestamp) AS first_event_time,
    max(r.timestamp) AS last_event_time
FROM {{database}}.removed_repeats AS r
WHERE r.source_table = 'events'
GROUP BY project_id, event_type
COMMENT 'Takes from project_totals what each block inserted into removed_repeats takes out of events.';

ALTER TABLE {{database}}.events
    MODIFY COMMENT 'Every event of LLM applications and agents, one row each, never changed but for the cost of a call, by watchllm prices reprice: cost_corrections says how. Repeats that came after the window of deduplication are taken out by watchllm audit: removed_repeats says which. Which columns are filled depends on event_type. Identity: project_id, run_id and event_id.';
