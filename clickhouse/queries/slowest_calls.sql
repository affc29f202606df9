-- question: Which prompt calls took longest?
-- about: latency
-- speed: about 40 ms a million events of the time range
-- parameter project String: the project
-- parameter hours UInt16 = 24: how many hours, that of until included
-- parameter until Moment = '': last day or time of the range, UTC; '' is now
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 20: how many rows at most
WITH parseDateTime64BestEffort(multiIf({until:String} = '', toString(now64(3, 'UTC')),
        length({until:String}) = 10, {until:String} || ' 23:59:59', {until:String}), 3, 'UTC') AS last_moment,
    toStartOfHour(last_moment, 'UTC') + toIntervalHour(1) AS range_end,
    range_end - toIntervalHour({hours:UInt16}) AS range_start
SELECT timestamp, latency_ms, ttft_ms, status, provider, model, tokens_input, tokens_output, run_id, event_id
FROM events
WHERE project_id = {project:String} AND timestamp >= range_start AND timestamp < range_end
    AND ({env:String} = '' OR env = {env:String})
    AND event_type = 'prompt_call' AND latency_ms IS NOT NULL
ORDER BY latency_ms DESC, timestamp, event_id
LIMIT {limit:UInt32}
