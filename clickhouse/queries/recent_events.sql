-- question: What happened last in a project?
-- about: events
-- speed: milliseconds for an hour or a day; the shorter the range, the faster
-- parameter project String: the project
-- parameter hours UInt16 = 24: how many hours, that of until included
-- parameter until Moment = '': last day or time of the range, UTC; '' is now
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 50: how many rows at most
WITH parseDateTime64BestEffort(multiIf({until:String} = '', toString(now64(3, 'UTC')),
        length({until:String}) = 10, {until:String} || ' 23:59:59', {until:String}), 3, 'UTC') AS last_moment,
    toStartOfHour(last_moment, 'UTC') + toIntervalHour(1) AS range_end,
    range_end - toIntervalHour({hours:UInt16}) AS range_start
SELECT timestamp, event_type, event_id, run_id, user_id, env, model, status, latency_ms, tokens_input, tokens_output,
    cost_estimate_usd, error_message
FROM events
WHERE project_id = {project:String} AND timestamp >= range_start AND timestamp < range_end
    AND ({env:String} = '' OR env = {env:String})
ORDER BY timestamp DESC, event_id
LIMIT {limit:UInt32}
