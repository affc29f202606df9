SELECT toStartOfHour(timestamp) AS hour, provider, model, count() AS requests,
    round(quantile(0.5)(latency_ms)) AS latency_ms_p50, round(quantile(0.95)(latency_ms)) AS latency_ms_p95,
    round(quantile(0.99)(latency_ms)) AS latency_ms_p99
FROM events
WHERE project_id = {project:String} AND event_type = 'prompt_call'
    AND timestamp >= toStartOfHour(now64(3, 'UTC') - toIntervalHour({hours:UInt16}))
GROUP BY hour, provider, model
ORDER BY hour, provider, model
