-- question: How long do calls take, by model and hour?
-- about: latency
-- speed: milliseconds on any history: reads a rollup
-- parameter project String: the project
-- parameter hours UInt16 = 24: how many hours to look back
SELECT hour, env, provider, model, requests, round(r.latency_ms_p50) AS latency_ms_p50,
    round(r.latency_ms_p95) AS latency_ms_p95, round(r.latency_ms_p99) AS latency_ms_p99
FROM hourly_report AS r
WHERE project_id = {project:String} AND hour > now64(3, 'UTC') - toIntervalHour({hours:UInt16}) - toIntervalHour(1)
ORDER BY hour, env, provider, model
