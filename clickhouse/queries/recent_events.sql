-- question: What happened last in a project?
-- parameter project: the project
-- parameter hours: how far to look back; the shorter, the faster
-- parameter limit: how many events, newest first
SELECT timestamp, event_type, event_id, run_id, user_id, env, model, status, latency_ms, tokens_input, tokens_output,
    cost_estimate_usd, error_message
FROM events
WHERE project_id = {project:String} AND timestamp >= now('UTC') - toIntervalHour({hours:UInt32})
ORDER BY timestamp DESC
LIMIT {limit:UInt32}
