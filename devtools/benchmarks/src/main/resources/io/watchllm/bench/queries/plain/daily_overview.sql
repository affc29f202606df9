SELECT toDate(timestamp) AS day, env, count() AS total_requests, countIf(status IN ('error', 'timeout')) AS failed_requests,
    round(failed_requests / total_requests, 4) AS error_rate, sum(e.tokens_input) AS tokens_input,
    sum(e.tokens_output) AS tokens_output, sum(e.cost_estimate_usd) AS cost_usd,
    countIf(cost_estimate_usd IS NULL) AS unpriced, round(quantile(0.5)(latency_ms)) AS latency_ms_p50,
    round(quantile(0.95)(latency_ms)) AS latency_ms_p95, uniq(user_id) AS users, uniq(run_id) AS runs
FROM events AS e
WHERE project_id = {project:String} AND event_type = 'prompt_call'
    AND timestamp >= toStartOfDay(now64(3, 'UTC') - toIntervalDay({days:UInt16})) + toIntervalDay(1)
GROUP BY day, env
ORDER BY day, env
