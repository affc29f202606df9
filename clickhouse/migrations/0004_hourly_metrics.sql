-- Prompt calls by hour: the rollup, what fills it, and the view to read.
-- Small granules: a row holds sketches of some hundred bytes, and of a granule all of them are read.
-- A summing table adds up every plain number when parts merge; what must not be added is a state, and every dimension is in
-- the key and never null. The quantile sketch (DDSketch, 1 %) merges exactly, so that no merge changes an answer.
CREATE TABLE IF NOT EXISTS {{database}}.hourly_metrics
(
    project_id LowCardinality(String) COMMENT 'Project.' CODEC(ZSTD(1)),
    hour DateTime('UTC') COMMENT 'Start of the hour of the event time, UTC.' CODEC(ZSTD(1)),
    env LowCardinality(String) COMMENT 'Environment.' CODEC(ZSTD(1)),
    provider LowCardinality(String) COMMENT 'Who served the model; empty when not known.' CODEC(ZSTD(1)),
    model LowCardinality(String) COMMENT 'Name of the model; empty when not known.' CODEC(ZSTD(1)),
    status LowCardinality(String) COMMENT 'How the calls ended; empty when not known.' CODEC(ZSTD(1)),
    requests UInt64 COMMENT 'Prompt calls.' CODEC(ZSTD(1)),
    errors UInt64 COMMENT 'Of requests, those that ended in error or timeout.' CODEC(ZSTD(1)),
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
    ttft_ms_quantiles AggregateFunction(quantilesDD(0.01, 0.5, 0.9, 0.95, 0.99), Int32) COMMENT 'State of p50, p90, p95, p99 of the time to the first token, within 1 %; finish it with quantilesDDMerge(0.01, 0.5, 0.9, 0.95, 0.99).' CODEC(ZSTD(1)),
    users AggregateFunction(uniq, String) COMMENT 'State of the number of users; finish it with uniqMerge.' CODEC(ZSTD(1)),
    runs AggregateFunction(uniq, String) COMMENT 'State of the number of runs; finish it with uniqMerge.' CODEC(ZSTD(1))
)
ENGINE = SummingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (project_id, hour, env, provider, model, status)
{{hourly_metrics_ttl}}
SETTINGS index_granularity = 128, non_replicated_deduplication_window = {{dedup_window}},
    deduplicate_merge_projection_mode = 'rebuild', lightweight_mutation_projection_mode = 'rebuild'
COMMENT 'Prompt calls by project, hour, environment, provider, model and status. Rows of one key are added up at merges and may be several before: read hourly_report, or sum and merge the states.';

CREATE MATERIALIZED VIEW IF NOT EXISTS {{database}}.hourly_metrics_mv TO {{database}}.hourly_metrics
(
    project_id LowCardinality(String) COMMENT 'Project.',
    hour DateTime('UTC') COMMENT 'Start of the hour of the event time, UTC.',
    env LowCardinality(String) COMMENT 'Environment.',
    provider LowCardinality(String) COMMENT 'Who served the model; empty when not known.',
    model LowCardinality(String) COMMENT 'Name of the model; empty when not known.',
    status LowCardinality(String) COMMENT 'How the calls ended; empty when not known.',
    requests UInt64 COMMENT 'Prompt calls.',
    errors UInt64 COMMENT 'Of requests, those that ended in error or timeout.',
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
    ttft_ms_quantiles AggregateFunction(quantilesDD(0.01, 0.5, 0.9, 0.95, 0.99), Int32) COMMENT 'State of p50, p90, p95, p99 of the time to the first token, within 1 %; finish it with quantilesDDMerge(0.01, 0.5, 0.9, 0.95, 0.99).',
    users AggregateFunction(uniq, String) COMMENT 'State of the number of users; finish it with uniqMerge.',
    runs AggregateFunction(uniq, String) COMMENT 'State of the number of runs; finish it with uniqMerge.'
)
AS SELECT
    e.project_id AS project_id,
    toStartOfHour(e.timestamp, 'UTC') AS hour,
    e.env AS env,
    ifNull(e.provider, '') AS provider,
    ifNull(e.model, '') AS model,
    toLowCardinality(ifNull(toString(e.status), '')) AS status,
    count() AS requests,
    countIf(ifNull(e.status IN ('error', 'timeout'), 0)) AS errors,
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
    quantilesDDStateIf(0.01, 0.5, 0.9, 0.95, 0.99)(assumeNotNull(e.ttft_ms), e.ttft_ms IS NOT NULL) AS ttft_ms_quantiles,
    uniqStateIf(assumeNotNull(e.user_id), e.user_id IS NOT NULL) AS users,
    uniqState(e.run_id) AS runs
FROM {{database}}.events AS e
WHERE e.event_type = 'prompt_call'
GROUP BY project_id, hour, env, provider, model, status
COMMENT 'Fills hourly_metrics with the prompt calls of each block inserted into events.';

CREATE VIEW IF NOT EXISTS {{database}}.hourly_report
(
    project_id LowCardinality(String) COMMENT 'Project.',
    hour DateTime('UTC') COMMENT 'Start of the hour of the event time, UTC.',
    env LowCardinality(String) COMMENT 'Environment.',
    provider LowCardinality(String) COMMENT 'Who served the model; empty when not known.',
    model LowCardinality(String) COMMENT 'Name of the model; empty when not known.',
    requests UInt64 COMMENT 'Prompt calls.',
    errors UInt64 COMMENT 'Of requests, those that ended in error or timeout.',
    error_rate Nullable(Float64) COMMENT 'errors / requests, 0 to 1; null without requests.',
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
    ttft_ms_p50 Nullable(Float64) COMMENT '50 % of the calls gave their first token no later, within 1 %.',
    ttft_ms_p95 Nullable(Float64) COMMENT '95 % of the calls gave their first token no later, within 1 %.',
    ttft_ms_p99 Nullable(Float64) COMMENT '99 % of the calls gave their first token no later, within 1 %.',
    users UInt64 COMMENT 'Distinct users, exact up to some ten thousand.',
    runs UInt64 COMMENT 'Distinct runs, exact up to some ten thousand.'
)
AS SELECT
    m.project_id AS project_id,
    m.hour AS hour,
    m.env AS env,
    m.provider AS provider,
    m.model AS model,
    sum(m.requests) AS requests,
    sum(m.errors) AS errors,
    sum(m.errors) / nullIf(sum(m.requests), 0) AS error_rate,
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
    ifNotFinite(arrayElement(quantilesDDMerge(0.01, 0.5, 0.9, 0.95, 0.99)(m.ttft_ms_quantiles), 1), NULL) AS ttft_ms_p50,
    ifNotFinite(arrayElement(quantilesDDMerge(0.01, 0.5, 0.9, 0.95, 0.99)(m.ttft_ms_quantiles), 3), NULL) AS ttft_ms_p95,
    ifNotFinite(arrayElement(quantilesDDMerge(0.01, 0.5, 0.9, 0.95, 0.99)(m.ttft_ms_quantiles), 4), NULL) AS ttft_ms_p99,
    uniqMerge(m.users) AS users,
    uniqMerge(m.runs) AS runs
FROM {{database}}.hourly_metrics AS m
GROUP BY m.project_id, m.hour, m.env, m.provider, m.model
COMMENT 'Prompt calls by project, hour, environment, provider and model: counts, tokens, cost, latency. Finishes the states of hourly_metrics.';
