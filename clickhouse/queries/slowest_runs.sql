-- question: Which runs took longest?
-- about: runs
-- speed: grows with the events of the time range: reads each of them
-- note: From the first event to the end of the last one. Events outside the range are not seen: of a run that began before it, only the part within.
-- parameter project String: the project
-- parameter days UInt16 = 2: how many days, that of to included; not used with from
-- parameter from Moment = '': first day of the range; '' is days before to
-- parameter to Moment = '': last day of the range; '' is today
-- parameter zone Zone = UTC: time zone of the days
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 20: how many rows at most
WITH parseDateTime64BestEffort(multiIf({to:String} = '', toString(now64(3, {zone:String})),
        length({to:String}) = 10, {to:String} || ' 23:59:59', {to:String}), 3, {zone:String}) AS last_moment,
    toDate32(last_moment, {zone:String}) + 1 AS end_day,
    if({from:String} = '', end_day - {days:UInt16},
        toDate32(parseDateTime64BestEffort(if({from:String} = '', '1970-01-01', {from:String}), 3, {zone:String}), {zone:String})) AS start_day,
    toDateTime64(start_day, 3, {zone:String}) AS range_start, toDateTime64(end_day, 3, {zone:String}) AS range_end
SELECT run_id, max(user_id) AS user, min(timestamp) AS began,
    max(timestamp + toIntervalMillisecond(ifNull(latency_ms, 0))) AS ended,
    dateDiff('millisecond', began, ended) AS duration_ms, countIf(event_type = 'prompt_call') AS requests,
    countIf(event_type = 'tool_call') AS tool_calls,
    sumIf(toDecimal128(ifNull(cost_estimate_usd, 0), 9), event_type = 'prompt_call') AS cost_usd,
    countIf(event_type = 'prompt_call' AND cost_estimate_usd IS NULL) AS unpriced
FROM events
WHERE project_id = {project:String} AND timestamp >= range_start AND timestamp < range_end
    AND ({env:String} = '' OR env = {env:String})
    AND event_type NOT IN ('cost_threshold_exceeded', 'performance_alert')
GROUP BY run_id
ORDER BY duration_ms DESC, run_id
LIMIT {limit:UInt32}
SETTINGS optimize_use_projections = 0
