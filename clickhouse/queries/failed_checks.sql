-- question: Which assertions fail, and where was something made up?
-- about: errors
-- speed: milliseconds on most histories: reads the projection by_kind, a row for each day and kind of event
-- parameter project String: the project
-- parameter days UInt16 = 7: how many UTC days, that of until included
-- parameter until Moment = '': last day or time of the range, UTC; '' is now
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 1000: how many rows at most
WITH parseDateTime64BestEffort(multiIf({until:String} = '', toString(now64(3, 'UTC')),
        length({until:String}) = 10, {until:String} || ' 23:59:59', {until:String}), 3, 'UTC') AS last_moment,
    toDateTime64(toDate32(last_moment), 3, 'UTC') + toIntervalDay(1) AS range_end,
    range_end - toIntervalDay({days:UInt16}) AS range_start
SELECT event_type,
    if(event_type = 'assertion_failed', ifNull(assertion_name, ''), ifNull(toString(hallucination_detection_method), '')) AS check,
    ifNull(toString(assertion_severity), '') AS severity, count() AS events,
    uniqIf(run_id, event_type NOT IN ('prompt_call', 'tool_call', 'agent_step') OR ifNull(status IN ('error', 'timeout'), 0)) AS runs,
    max(hallucination_confidence_score) AS confidence_max, max(timestamp) AS last_time,
    argMaxIf(run_id, timestamp, event_type IN ('assertion_failed', 'hallucination_detected')) AS last_run
FROM events
WHERE project_id = {project:String} AND toDate(timestamp) >= toDate32(range_start)
    AND toDate(timestamp) < toDate32(range_end)
    AND ({env:String} = '' OR env = {env:String})
    AND event_type IN ('assertion_failed', 'hallucination_detected')
GROUP BY event_type, check, severity
ORDER BY events DESC, event_type, check, severity
LIMIT {limit:UInt32}
SETTINGS preferred_optimize_projection_name = 'by_kind', optimize_use_implicit_projections = 0
