-- question: How did each day go: calls, failures, tokens, cost, latency, users?
-- about: books
-- speed: milliseconds on any history: reads a rollup
-- parameter project String: the project
-- parameter days UInt16 = 30: how many days to look back
SELECT day, env, total_requests, failed_requests, round(r.error_rate, 4) AS error_rate, tokens_input, tokens_output,
    cost_usd, unpriced, round(r.latency_ms_p50) AS latency_ms_p50, round(r.latency_ms_p95) AS latency_ms_p95, users, runs
FROM daily_report AS r
WHERE project_id = {project:String} AND day > toDate32(now64(3, 'UTC') - toIntervalDay({days:UInt16}))
ORDER BY day, env
