-- question: Which tools are slow or fail?
-- about: latency
-- speed: milliseconds on most histories: reads the projection by_tool, a row for each day and tool; with env, the calls and their events
-- parameter project String: the project
-- parameter days UInt16 = 7: how many UTC days, that of until included
-- parameter until Moment = '': last day or time of the range, UTC; '' is now
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 1000: how many rows at most
WITH parseDateTime64BestEffort(multiIf({until:String} = '', toString(now64(3, 'UTC')),
        length({until:String}) = 10, {until:String} || ' 23:59:59', {until:String}), 3, 'UTC') AS last_moment,
    toDateTime64(toDate32(last_moment), 3, 'UTC') + toIntervalDay(1) AS range_end,
    range_end - toIntervalDay({days:UInt16}) AS range_start
SELECT tool_name, count() AS calls, countIf(ifNull(status IN ('error', 'timeout'), 0)) AS errors,
    round(avg(latency_ms)) AS latency_ms_avg, round(quantileDD(0.01, 0.95)(latency_ms)) AS latency_ms_p95,
    max(latency_ms) AS latency_ms_max
FROM tool_calls
WHERE project_id = {project:String} AND toDate(timestamp) >= toDate32(range_start)
    AND toDate(timestamp) < toDate32(range_end)
    AND ({env:String} = '' OR cityHash64(run_id, event_id) IN (
        SELECT cityHash64(run_id, event_id) FROM events
        WHERE project_id = {project:String} AND timestamp >= range_start AND timestamp < range_end AND env = {env:String}))
GROUP BY tool_name
ORDER BY latency_ms_p95 DESC NULLS LAST, tool_name
LIMIT {limit:UInt32}
SETTINGS preferred_optimize_projection_name = 'by_tool', optimize_use_implicit_projections = 0
