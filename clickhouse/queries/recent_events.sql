-- question: What happened last in a project?
-- about: events
-- speed: milliseconds for an hour or a day; the shorter the range, the faster
-- parameter project String: the project
-- parameter hours UInt16 = 24: how many hours to look back
-- parameter limit UInt32 = 50: how many rows at most
SELECT timestamp, event_type, event_id, run_id, user_id, env, model, status, latency_ms, tokens_input, tokens_output,
    cost_estimate_usd, error_message
FROM events
WHERE project_id = {project:String} AND timestamp >= now64(3, 'UTC') - toIntervalHour({hours:UInt16})
ORDER BY timestamp DESC, event_id
LIMIT {limit:UInt32}
