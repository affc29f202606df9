-- question: Which errors come up, how often, and what do they say?
-- about: errors
-- speed: milliseconds on most histories: reads the projection by_kind, a row for each day and kind of event
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
        toDate32(parseDateTime64BestEffort(if({from:String} = '', '1970-01-01', {from:String}), 3, 'UTC'), 'UTC')) AS start_day
SELECT event_type, ifNull(error_type, '') AS type, ifNull(error_code, '') AS code, count() AS events,
    uniqIf(run_id, event_type NOT IN ('prompt_call', 'tool_call', 'agent_step') OR ifNull(status IN ('error', 'timeout'), 0)) AS runs,
    max(timestamp) AS last_time, argMax(error_message, timestamp) AS error_message_last
FROM events
WHERE project_id = {project:String} AND toDate(timestamp) >= start_day AND toDate(timestamp) < end_day
    AND ({env:String} = '' OR env = {env:String})
    AND (event_type = 'error' OR status IN ('error', 'timeout'))
GROUP BY event_type, type, code
ORDER BY events DESC, event_type, type, code
LIMIT {limit:UInt32}
SETTINGS preferred_optimize_projection_name = 'by_kind', optimize_use_implicit_projections = 0
