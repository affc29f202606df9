-- question: Which prompt calls took longest?
-- about: latency
-- speed: about 40 ms a million events of the time range
-- parameter project String: the project
-- parameter hours UInt16 = 24: how many hours, that of to included; not used with from
-- parameter from Moment = '': first hour of the range; '' is hours before to
-- parameter to Moment = '': last hour of the range; '' is the current one
-- parameter zone Zone = UTC: time zone of the hours
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 20: how many rows at most
WITH parseDateTime64BestEffort(multiIf({to:String} = '', toString(now64(3, {zone:String})),
        length({to:String}) = 10, {to:String} || ' 23:59:59', {to:String}), 3, {zone:String}) AS last_moment,
    toStartOfHour(last_moment, {zone:String}) + toIntervalHour(1) AS range_end,
    if({from:String} = '', range_end - toIntervalHour({hours:UInt16}), toStartOfHour(
        parseDateTime64BestEffort(if({from:String} = '', '1970-01-01', {from:String}), 3, {zone:String}), {zone:String})) AS range_start
SELECT timestamp, latency_ms, ttft_ms, status, provider, model, tokens_input, tokens_output, run_id, event_id
FROM events
WHERE project_id = {project:String} AND timestamp >= range_start AND timestamp < range_end
    AND ({env:String} = '' OR env = {env:String})
    AND event_type = 'prompt_call' AND latency_ms IS NOT NULL
ORDER BY latency_ms DESC, timestamp, event_id
LIMIT {limit:UInt32}
