-- question: What happened last in a project?
-- about: events
-- speed: milliseconds for an hour or a day; the shorter the range, the faster
-- parameter project String: the project
-- parameter hours UInt16 = 24: how many hours, that of to included; not used with from
-- parameter from Moment = '': first hour of the range; '' is hours before to
-- parameter to Moment = '': last hour of the range; '' is the current one
-- parameter zone Zone = UTC: time zone of the hours
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 50: how many rows at most
WITH parseDateTime64BestEffort(multiIf({to:String} = '', toString(now64(3, {zone:String})),
        length({to:String}) = 10, {to:String} || ' 23:59:59', {to:String}), 3, {zone:String}) AS last_moment,
    toStartOfHour(last_moment, {zone:String}) + toIntervalHour(1) AS range_end,
    if({from:String} = '', range_end - toIntervalHour({hours:UInt16}), toStartOfHour(
        parseDateTime64BestEffort(if({from:String} = '', '1970-01-01', {from:String}), 3, {zone:String}), {zone:String})) AS range_start
SELECT timestamp, event_type, event_id, run_id, user_id, env, model, status, latency_ms, tokens_input, tokens_output,
    cost_estimate_usd, error_message
FROM events
WHERE project_id = {project:String} AND timestamp >= range_start AND timestamp < range_end
    AND ({env:String} = '' OR env = {env:String})
ORDER BY timestamp DESC, event_id
LIMIT {limit:UInt32}
