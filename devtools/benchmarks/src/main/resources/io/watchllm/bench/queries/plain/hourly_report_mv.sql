CREATE MATERIALIZED VIEW IF NOT EXISTS {{database}}.hourly_report_mv TO {{database}}.hourly_report AS
SELECT project_id, toStartOfHour(timestamp, 'UTC') AS hour, env, ifNull(provider, '') AS provider, ifNull(model, '') AS model,
    count() AS requests, countIf(status IN ('error', 'timeout')) AS errors, countIf(cost_estimate_usd IS NULL) AS unpriced,
    sum(e.tokens_input) AS tokens_input, sum(e.tokens_output) AS tokens_output,
    sum(e.tokens_cache_read) AS tokens_cache_read, sum(e.tokens_cache_write) AS tokens_cache_write,
    sum(e.tokens_reasoning) AS tokens_reasoning, sum(toDecimal128(e.cost_estimate_usd, 9)) AS cost_usd,
    avg(e.latency_ms) AS latency_ms_avg, avg(e.ttft_ms) AS ttft_ms_avg
FROM {{database}}.events AS e
WHERE event_type = 'prompt_call'
GROUP BY project_id, hour, env, provider, model
