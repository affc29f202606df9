-- question: Which prompt calls took longest?
-- about: latency
-- speed: about 40 ms a million events of the time range
-- parameter project String: the project
-- parameter hours UInt16 = 24: how many hours to look back
-- parameter limit UInt32 = 20: how many rows at most
SELECT timestamp, latency_ms, ttft_ms, status, provider, model, tokens_input, tokens_output, run_id, event_id
FROM events
WHERE project_id = {project:String} AND timestamp >= now64(3, 'UTC') - toIntervalHour({hours:UInt16})
    AND event_type = 'prompt_call' AND latency_ms IS NOT NULL
ORDER BY latency_ms DESC, timestamp, event_id
LIMIT {limit:UInt32}
