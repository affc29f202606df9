-- question: How did each of the last 30 days go: calls, failures, tokens, cost, latency, users?
-- parameter project: the project
SELECT day, env, total_requests, failed_requests, error_rate, tokens_input, tokens_output, cost_usd, unpriced,
    latency_ms_p50, latency_ms_p95, users, runs
FROM daily_report
WHERE project_id = {project:String} AND day >= toDate(now('UTC') - INTERVAL 30 DAY)
ORDER BY day, env
