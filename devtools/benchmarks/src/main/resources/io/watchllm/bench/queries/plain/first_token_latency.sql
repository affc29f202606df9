SELECT provider, model, count() AS requests, round(quantile(0.5)(ttft_ms)) AS ttft_ms_p50,
    round(quantile(0.95)(ttft_ms)) AS ttft_ms_p95, round(quantile(0.99)(ttft_ms)) AS ttft_ms_p99
FROM events
WHERE project_id = {project:String} AND event_type = 'prompt_call'
    AND timestamp >= toStartOfHour(now64(3, 'UTC') - toIntervalHour({hours:UInt16}))
GROUP BY provider, model
ORDER BY ttft_ms_p95 DESC NULLS LAST, provider, model
