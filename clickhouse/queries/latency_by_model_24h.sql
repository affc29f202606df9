-- question: How long do calls take, by model and hour, over the last 24 hours?
-- parameter project: the project
SELECT hour, env, provider, model, requests, latency_ms_p50, latency_ms_p95, latency_ms_p99, ttft_ms_p50, ttft_ms_p95
FROM hourly_report
WHERE project_id = {project:String} AND hour >= toStartOfHour(now('UTC') - INTERVAL 24 HOUR)
ORDER BY hour, env, provider, model
