-- Events by project and type over all time: the rollup, what fills it, and the view to read.
-- A summing table adds up every plain number when parts merge; what must not be added is a state, and every dimension is in
-- the key and never null. The quantile sketch (DDSketch, 1 %) merges exactly, so that no merge changes an answer.
CREATE TABLE IF NOT EXISTS {{database}}.project_totals
(
    project_id LowCardinality(String) COMMENT 'Project.' CODEC(ZSTD(1)),
    event_type LowCardinality(String) COMMENT 'Type of the events.' CODEC(ZSTD(1)),
    events UInt64 COMMENT 'Events of this type.' CODEC(ZSTD(1)),
    errors UInt64 COMMENT 'Of events, those that are an error event or ended in error or timeout.' CODEC(ZSTD(1)),
    successful UInt64 COMMENT 'Of events, those that ended in success.' CODEC(ZSTD(1)),
    unpriced UInt64 COMMENT 'Prompt calls whose cost is not known; their cost is in no sum.' CODEC(ZSTD(1)),
    cost_usd Decimal(38, 9) COMMENT 'Sum of the known costs of prompt calls in USD.' CODEC(ZSTD(1)),
    latency_count UInt64 COMMENT 'Calls with a latency.' CODEC(ZSTD(1)),
    latency_ms_sum Int64 COMMENT 'Sum of their latencies; divided by latency_count, the average.' CODEC(ZSTD(1)),
    latency_ms_min SimpleAggregateFunction(min, Nullable(Int32)) COMMENT 'Shortest latency.' CODEC(ZSTD(1)),
    latency_ms_max SimpleAggregateFunction(max, Nullable(Int32)) COMMENT 'Longest latency.' CODEC(ZSTD(1)),
    latency_ms_quantiles AggregateFunction(quantilesDD(0.01, 0.5, 0.9, 0.95, 0.99), Int32) COMMENT 'State of p50, p90, p95, p99 of the latency, within 1 %; finish it with quantilesDDMerge(0.01, 0.5, 0.9, 0.95, 0.99).' CODEC(ZSTD(1)),
    first_event_time SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'Time of the first event.' CODEC(ZSTD(1)),
    last_event_time SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'Time of the last event.' CODEC(ZSTD(1))
)
ENGINE = SummingMergeTree
ORDER BY (project_id, event_type)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = {{dedup_window}}
COMMENT 'Events by project and type since the beginning, kept for ever: also of events that have left their table by its TTL. Rows of one key are added up at merges and may be several before: read project_summary.';

CREATE MATERIALIZED VIEW IF NOT EXISTS {{database}}.project_totals_mv TO {{database}}.project_totals
(
    project_id LowCardinality(String) COMMENT 'Project.',
    event_type LowCardinality(String) COMMENT 'Type of the events.',
    events UInt64 COMMENT 'Events of this type.',
    errors UInt64 COMMENT 'Of events, those that are an error event or ended in error or timeout.',
    successful UInt64 COMMENT 'Of events, those that ended in success.',
    unpriced UInt64 COMMENT 'Prompt calls whose cost is not known; their cost is in no sum.',
    cost_usd Decimal(38, 9) COMMENT 'Sum of the known costs of prompt calls in USD.',
    latency_count UInt64 COMMENT 'Calls with a latency.',
    latency_ms_sum Int64 COMMENT 'Sum of their latencies; divided by latency_count, the average.',
    latency_ms_min SimpleAggregateFunction(min, Nullable(Int32)) COMMENT 'Shortest latency.',
    latency_ms_max SimpleAggregateFunction(max, Nullable(Int32)) COMMENT 'Longest latency.',
    latency_ms_quantiles AggregateFunction(quantilesDD(0.01, 0.5, 0.9, 0.95, 0.99), Int32) COMMENT 'State of p50, p90, p95, p99 of the latency, within 1 %; finish it with quantilesDDMerge(0.01, 0.5, 0.9, 0.95, 0.99).',
    first_event_time SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'Time of the first event.',
    last_event_time SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'Time of the last event.'
)
AS SELECT
    e.project_id AS project_id,
    toLowCardinality(toString(e.event_type)) AS event_type,
    count() AS events,
    countIf(e.event_type = 'error' OR ifNull(e.status IN ('error', 'timeout'), 0)) AS errors,
    countIf(ifNull(e.status = 'success', 0)) AS successful,
    countIf(e.event_type = 'prompt_call' AND e.cost_estimate_usd IS NULL) AS unpriced,
    sumIf(toDecimal128(ifNull(e.cost_estimate_usd, 0), 9), e.event_type = 'prompt_call') AS cost_usd,
    countIf(e.latency_ms IS NOT NULL) AS latency_count,
    sum(toInt64(ifNull(e.latency_ms, 0))) AS latency_ms_sum,
    min(e.latency_ms) AS latency_ms_min,
    max(e.latency_ms) AS latency_ms_max,
    quantilesDDStateIf(0.01, 0.5, 0.9, 0.95, 0.99)(assumeNotNull(e.latency_ms), e.latency_ms IS NOT NULL) AS latency_ms_quantiles,
    min(e.timestamp) AS first_event_time,
    max(e.timestamp) AS last_event_time
FROM {{database}}.events AS e
GROUP BY e.project_id, e.event_type
COMMENT 'Fills project_totals with the events of each block inserted into events.';

CREATE VIEW IF NOT EXISTS {{database}}.project_summary
(
    project_id LowCardinality(String) COMMENT 'Project.',
    total_events UInt64 COMMENT 'Events that came in: of every type but alerts, which the pipeline raises itself.',
    alerts UInt64 COMMENT 'Alerts that the pipeline raised.',
    prompt_calls UInt64 COMMENT 'Prompt calls.',
    total_errors UInt64 COMMENT 'Events that are an error event or ended in error or timeout.',
    successful_events UInt64 COMMENT 'Events that ended in success.',
    unpriced UInt64 COMMENT 'Prompt calls whose cost is not known; their cost is in no sum.',
    total_cost_usd Decimal(38, 9) COMMENT 'Sum of the known costs of prompt calls in USD.',
    latency_ms_avg Nullable(Float64) COMMENT 'Average latency of a prompt call.',
    latency_ms_p50 Nullable(Float64) COMMENT '50 % of the prompt calls took no longer, within 1 %.',
    latency_ms_p95 Nullable(Float64) COMMENT '95 % of the prompt calls took no longer, within 1 %.',
    latency_ms_p99 Nullable(Float64) COMMENT '99 % of the prompt calls took no longer, within 1 %.',
    first_event_time Nullable(DateTime64(3, 'UTC')) COMMENT 'Time of the first event that came in; null when there are only alerts.',
    last_event_time Nullable(DateTime64(3, 'UTC')) COMMENT 'Time of the last event that came in; null when there are only alerts.'
)
AS SELECT
    m.project_id AS project_id,
    sumIf(m.events, m.event_type NOT IN ('cost_threshold_exceeded', 'performance_alert')) AS total_events,
    sumIf(m.events, m.event_type IN ('cost_threshold_exceeded', 'performance_alert')) AS alerts,
    sumIf(m.events, m.event_type = 'prompt_call') AS prompt_calls,
    sum(m.errors) AS total_errors,
    sum(m.successful) AS successful_events,
    sum(m.unpriced) AS unpriced,
    sum(m.cost_usd) AS total_cost_usd,
    if(sumIf(m.latency_count, m.event_type = 'prompt_call') = 0, NULL, sumIf(m.latency_ms_sum, m.event_type = 'prompt_call') / sumIf(m.latency_count, m.event_type = 'prompt_call')) AS latency_ms_avg,
    ifNotFinite(arrayElement(quantilesDDMergeIf(0.01, 0.5, 0.9, 0.95, 0.99)(m.latency_ms_quantiles, m.event_type = 'prompt_call'), 1), NULL) AS latency_ms_p50,
    ifNotFinite(arrayElement(quantilesDDMergeIf(0.01, 0.5, 0.9, 0.95, 0.99)(m.latency_ms_quantiles, m.event_type = 'prompt_call'), 3), NULL) AS latency_ms_p95,
    ifNotFinite(arrayElement(quantilesDDMergeIf(0.01, 0.5, 0.9, 0.95, 0.99)(m.latency_ms_quantiles, m.event_type = 'prompt_call'), 4), NULL) AS latency_ms_p99,
    minIfOrNull(m.first_event_time, m.event_type NOT IN ('cost_threshold_exceeded', 'performance_alert')) AS first_event_time,
    maxIfOrNull(m.last_event_time, m.event_type NOT IN ('cost_threshold_exceeded', 'performance_alert')) AS last_event_time
FROM {{database}}.project_totals AS m
GROUP BY m.project_id
COMMENT 'One row per project since its first event. Counts, cost and latency outlive the TTL of events: they say what ever came, not what is still stored.';
