-- question: Which assertions fail, and where was something made up?
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
SELECT event_type,
    if(event_type = 'assertion_failed', ifNull(assertion_name, ''), ifNull(toString(hallucination_detection_method), '')) AS check,
    ifNull(toString(assertion_severity), '') AS severity, count() AS events,
    uniqIf(run_id, event_type NOT IN ('prompt_call', 'tool_call', 'agent_step') OR ifNull(status IN ('error', 'timeout'), 0)) AS runs,
    max(hallucination_confidence_score) AS confidence_max, max(timestamp) AS last_time,
    argMaxIf(run_id, timestamp, event_type IN ('assertion_failed', 'hallucination_detected')) AS last_run
FROM events
WHERE project_id = {project:String} AND toDate(timestamp) >= start_day AND toDate(timestamp) < end_day
    AND ({env:String} = '' OR env = {env:String})
    AND event_type IN ('assertion_failed', 'hallucination_detected')
GROUP BY event_type, check, severity
ORDER BY events DESC, event_type, check, severity
LIMIT {limit:UInt32}
SETTINGS preferred_optimize_projection_name = 'by_kind', optimize_use_implicit_projections = 0
