-- question: Which tools are slow or fail?
-- about: latency
-- speed: milliseconds on most histories: reads the projection by_tool, a row for each day and tool; with env, the calls and their events
-- parameter project String: the project
-- parameter days UInt16 = 7: how many UTC days, that of to included; not used with from
-- parameter from Moment = '': first day of the range, UTC; '' is days before to
-- parameter to Moment = '': last day of the range, UTC; '' is today
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 1000: how many rows at most
WITH parseDateTime64BestEffort(multiIf({to:String} = '', toString(now64(3, 'UTC')),
        length({to:String}) = 10, {to:String} || ' 23:59:59', {to:String}), 3, 'UTC') AS last_moment,
    toDate32(last_moment, 'UTC') + 1 AS end_day,
    if({from:String} = '', end_day - {days:UInt16},
        toDate32(parseDateTime64BestEffort(if({from:String} = '', '1970-01-01', {from:String}), 3, 'UTC'), 'UTC')) AS start_day,
    toDateTime64(start_day, 3, 'UTC') AS range_start, toDateTime64(end_day, 3, 'UTC') AS range_end
SELECT tool_name, count() AS calls, countIf(ifNull(status IN ('error', 'timeout'), 0)) AS errors,
    round(avg(latency_ms)) AS latency_ms_avg, round(quantileDD(0.01, 0.95)(latency_ms)) AS latency_ms_p95,
    max(latency_ms) AS latency_ms_max
FROM tool_calls
WHERE project_id = {project:String} AND toDate(timestamp) >= start_day AND toDate(timestamp) < end_day
    AND ({env:String} = '' OR cityHash64(run_id, event_id) IN (
        SELECT cityHash64(run_id, event_id) FROM events
        WHERE project_id = {project:String} AND timestamp >= range_start AND timestamp < range_end AND env = {env:String}))
GROUP BY tool_name
ORDER BY latency_ms_p95 DESC NULLS LAST, tool_name
LIMIT {limit:UInt32}
SETTINGS preferred_optimize_projection_name = 'by_tool', optimize_use_implicit_projections = 0
