-- Prompt calls by UTC day: the rollup, what fills it, and the view to read.
-- A summing table adds up every plain number when parts merge; what must not be added is a state, and every dimension is in
-- the key and never null. The quantile sketch (DDSketch, 1 %) merges exactly, so that no merge changes an answer.
CREATE TABLE IF NOT EXISTS {{database}}.daily_metrics
(
    project_id LowCardinality(String) COMMENT 'Project.' CODEC(ZSTD(1)),
    day Date COMMENT 'Day of the event time, UTC.' CODEC(ZSTD(1)),
    env LowCardinality(String) COMMENT 'Environment.' CODEC(ZSTD(1)),
    total_requests UInt64 COMMENT 'Prompt calls.' CODEC(ZSTD(1)),
    successful_requests UInt64 COMMENT 'Of total_requests, those that ended in success.' CODEC(ZSTD(1)),
    failed_requests UInt64 COMMENT 'Of total_requests, those that ended in error or timeout; the rest ended in a warning, a failed assertion or unknown.' CODEC(ZSTD(1)),
    unpriced UInt64 COMMENT 'Prompt calls whose cost is not known; their cost is in no sum.' CODEC(ZSTD(1)),
    tokens_input Int64 COMMENT 'Tokens sent, cached ones included.' CODEC(ZSTD(1)),
    tokens_output Int64 COMMENT 'Tokens received, reasoning ones included.' CODEC(ZSTD(1)),
    tokens_cache_read Int64 COMMENT 'Of tokens_input, those read from a cache.' CODEC(ZSTD(1)),
    tokens_cache_write Int64 COMMENT 'Of tokens_input, those written to a cache.' CODEC(ZSTD(1)),
    tokens_reasoning Int64 COMMENT 'Of tokens_output, those spent on reasoning.' CODEC(ZSTD(1)),
    cost_usd Decimal(38, 9) COMMENT 'Sum of the known costs in USD.' CODEC(ZSTD(1)),
    latency_count UInt64 COMMENT 'Calls with a latency.' CODEC(ZSTD(1)),
    latency_ms_sum Int64 COMMENT 'Sum of their latencies; divided by latency_count, the average.' CODEC(ZSTD(1)),
    latency_ms_min SimpleAggregateFunction(min, Nullable(Int32)) COMMENT 'Shortest latency.' CODEC(ZSTD(1)),
    latency_ms_max SimpleAggregateFunction(max, Nullable(Int32)) COMMENT 'Longest latency.' CODEC(ZSTD(1)),
    latency_ms_quantiles AggregateFunction(quantilesDD(0.01, 0.5, 0.9, 0.95, 0.99), Int32) COMMENT 'State of p50, p90, p95, p99 of the latency, within 1 %; finish it with quantilesDDMerge(0.01, 0.5, 0.9, 0.95, 0.99).' CODEC(ZSTD(1)),
    models AggregateFunction(uniq, String) COMMENT 'State of the number of models; finish it with uniqMerge.' CODEC(ZSTD(1)),
    users AggregateFunction(uniq, String) COMMENT 'State of the number of users; finish it with uniqMerge.' CODEC(ZSTD(1)),
    runs AggregateFunction(uniq, String) COMMENT 'State of the number of runs; finish it with uniqMerge.' CODEC(ZSTD(1))
)
ENGINE = SummingMergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (project_id, day, env)
{{daily_metrics_ttl}}
SETTINGS index_granularity = 256, non_replicated_deduplication_window = {{dedup_window}}
COMMENT 'Prompt calls by project, UTC day and environment. Rows of one key are added up at merges and may be several before: read daily_report, or sum and merge the states.';

CREATE MATERIALIZED VIEW IF NOT EXISTS {{database}}.daily_metrics_mv TO {{database}}.daily_metrics
(
    project_id LowCardinality(String) COMMENT 'Project.',
    day Date COMMENT 'Day of the event time, UTC.',
    env LowCardinality(String) COMMENT 'Environment.',
    total_requests UInt64 COMMENT 'Prompt calls.',
    successful_requests UInt64 COMMENT 'Of total_requests, those that ended in success.',
    failed_requests UInt64 COMMENT 'Of total_requests, those that ended in error or timeout; the rest ended in a warning, a failed assertion or unknown.',
    unpriced UInt64 COMMENT 'Prompt calls whose cost is not known; their cost is in no sum.',
    tokens_input Int64 COMMENT 'Tokens sent, cached ones included.',
    tokens_output Int64 COMMENT 'Tokens received, reasoning ones included.',
    tokens_cache_read Int64 COMMENT 'Of tokens_input, those read from a cache.',
    tokens_cache_write Int64 COMMENT 'Of tokens_input, those written to a cache.',
    tokens_reasoning Int64 COMMENT 'Of tokens_output, those spent on reasoning.',
    cost_usd Decimal(38, 9) COMMENT 'Sum of the known costs in USD.',
    latency_count UInt64 COMMENT 'Calls with a latency.',
    latency_ms_sum Int64 COMMENT 'Sum of their latencies; divided by latency_count, the average.',
    latency_ms_min SimpleAggregateFunction(min, Nullable(Int32)) COMMENT 'Shortest latency.',
    latency_ms_max SimpleAggregateFunction(max, Nullable(Int32)) COMMENT 'Longest latency.',
    latency_ms_quantiles AggregateFunction(quantilesDD(0.01, 0.5, 0.9, 0.95, 0.99), Int32) COMMENT 'State of p50, p90, p95, p99 of the latency, within 1 %; finish it with quantilesDDMerge(0.01, 0.5, 0.9, 0.95, 0.99).',
    models AggregateFunction(uniq, String) COMMENT 'State of the number of models; finish it with uniqMerge.',
    users AggregateFunction(uniq, String) COMMENT 'State of the number of users; finish it with uniqMerge.',
    runs AggregateFunction(uniq, String) COMMENT 'State of the number of runs; finish it with uniqMerge.'
)
AS SELECT
    e.project_id AS project_id,
    toDate(e.timestamp, 'UTC') AS day,
    e.env AS env,
    count() AS total_requests,
    countIf(ifNull(e.status = 'success', 0)) AS successful_requests,
    countIf(ifNull(e.status IN ('error', 'timeout'), 0)) AS failed_requests,
    countIf(e.cost_estimate_usd IS NULL) AS unpriced,
    sum(toInt64(ifNull(e.tokens_input, 0))) AS tokens_input,
    sum(toInt64(ifNull(e.tokens_output, 0))) AS tokens_output,
    sum(toInt64(ifNull(e.tokens_cache_read, 0))) AS tokens_cache_read,
    sum(toInt64(ifNull(e.tokens_cache_write, 0))) AS tokens_cache_write,
    sum(toInt64(ifNull(e.tokens_reasoning, 0))) AS tokens_reasoning,
    sum(toDecimal128(ifNull(e.cost_estimate_usd, 0), 9)) AS cost_usd,
    countIf(e.latency_ms IS NOT NULL) AS latency_count,
    sum(toInt64(ifNull(e.latency_ms, 0))) AS latency_ms_sum,
    min(e.latency_ms) AS latency_ms_min,
    max(e.latency_ms) AS latency_ms_max,
    quantilesDDStateIf(0.01, 0.5, 0.9, 0.95, 0.99)(assumeNotNull(e.latency_ms), e.latency_ms IS NOT NULL) AS latency_ms_quantiles,
    uniqStateIf(toString(assumeNotNull(e.model)), e.model IS NOT NULL) AS models,
    uniqStateIf(assumeNotNull(e.user_id), e.user_id IS NOT NULL) AS users,
    uniqState(e.run_id) AS runs
FROM {{database}}.events AS e
WHERE e.event_type = 'prompt_call'
GROUP BY project_id, day, env
COMMENT 'Fills daily_metrics with the prompt calls of each block inserted into events.';

CREATE VIEW IF NOT EXISTS {{database}}.daily_report
(
    project_id LowCardinality(String) COMMENT 'Project.',
    day Date COMMENT 'Day of the event time, UTC.',
    env LowCardinality(String) COMMENT 'Environment.',
    total_requests UInt64 COMMENT 'Prompt calls.',
    successful_requests UInt64 COMMENT 'Of total_requests, those that ended in success.',
    failed_requests UInt64 COMMENT 'Of total_requests, those that ended in error or timeout; the rest ended in a warning, a failed assertion or unknown.',
    error_rate Nullable(Float64) COMMENT 'failed_requests / total_requests, 0 to 1; null without requests.',
    unpriced UInt64 COMMENT 'Prompt calls whose cost is not known; their cost is in no sum.',
    tokens_input Int64 COMMENT 'Tokens sent, cached ones included.',
    tokens_output Int64 COMMENT 'Tokens received, reasoning ones included.',
    tokens_cache_read Int64 COMMENT 'Of tokens_input, those read from a cache.',
    tokens_cache_write Int64 COMMENT 'Of tokens_input, those written to a cache.',
    tokens_reasoning Int64 COMMENT 'Of tokens_output, those spent on reasoning.',
    cost_usd Decimal(38, 9) COMMENT 'Sum of the known costs in USD.',
    latency_ms_avg Nullable(Float64) COMMENT 'Average latency of a call.',
    latency_ms_min Nullable(Int32) COMMENT 'Shortest latency.',
    latency_ms_max Nullable(Int32) COMMENT 'Longest latency.',
    latency_ms_p50 Nullable(Float64) COMMENT '50 % of the calls took no longer, within 1 %.',
    latency_ms_p95 Nullable(Float64) COMMENT '95 % of the calls took no longer, within 1 %.',
    latency_ms_p99 Nullable(Float64) COMMENT '99 % of the calls took no longer, within 1 %.',
    models UInt64 COMMENT 'Distinct models.',
    users UInt64 COMMENT 'Distinct users, exact up to some ten thousand.',
    runs UInt64 COMMENT 'Distinct runs, exact up to some ten thousand.'
)
AS SELECT
    m.project_id AS project_id,
    m.day AS day,
    m.env AS env,
    sum(m.total_requests) AS total_requests,
    sum(m.successful_requests) AS successful_requests,
    sum(m.failed_requests) AS failed_requests,
    sum(m.failed_requests) / nullIf(sum(m.total_requests), 0) AS error_rate,
    sum(m.unpriced) AS unpriced,
    sum(m.tokens_input) AS tokens_input,
    sum(m.tokens_output) AS tokens_output,
    sum(m.tokens_cache_read) AS tokens_cache_read,
    sum(m.tokens_cache_write) AS tokens_cache_write,
    sum(m.tokens_reasoning) AS tokens_reasoning,
    sum(m.cost_usd) AS cost_usd,
    if(sum(m.latency_count) = 0, NULL, sum(m.latency_ms_sum) / sum(m.latency_count)) AS latency_ms_avg,
    min(m.latency_ms_min) AS latency_ms_min,
    max(m.latency_ms_max) AS latency_ms_max,
    ifNotFinite(arrayElement(quantilesDDMerge(0.01, 0.5, 0.9, 0.95, 0.99)(m.latency_ms_quantiles), 1), NULL) AS latency_ms_p50,
    ifNotFinite(arrayElement(quantilesDDMerge(0.01, 0.5, 0.9, 0.95, 0.99)(m.latency_ms_quantiles), 3), NULL) AS latency_ms_p95,
    ifNotFinite(arrayElement(quantilesDDMerge(0.01, 0.5, 0.9, 0.95, 0.99)(m.latency_ms_quantiles), 4), NULL) AS latency_ms_p99,
    uniqMerge(m.models) AS models,
    uniqMerge(m.users) AS users,
    uniqMerge(m.runs) AS runs
FROM {{database}}.daily_metrics AS m
GROUP BY m.project_id, m.day, m.env
COMMENT 'Prompt calls by project, UTC day and environment: counts, tokens, cost, latency. Finishes the states of daily_metrics.';
