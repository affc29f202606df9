-- question: Which errors come up, how often, and what do they say?
-- about: errors
-- speed: milliseconds on most histories: reads the projection by_kind, a row for each day and kind of event
-- parameter project String: the project
-- parameter days UInt16 = 7: how many days, today included; days are those of UTC
SELECT event_type, ifNull(error_type, '') AS type, ifNull(error_code, '') AS code, count() AS events,
    uniqIf(run_id, event_type NOT IN ('prompt_call', 'tool_call', 'agent_step') OR ifNull(status IN ('error', 'timeout'), 0)) AS runs,
    max(timestamp) AS last_time, argMax(error_message, timestamp) AS error_message_last
FROM events
WHERE project_id = {project:String} AND toDate(timestamp) > toDate32(now64(3, 'UTC') - toIntervalDay({days:UInt16}))
    AND (event_type = 'error' OR status IN ('error', 'timeout'))
GROUP BY event_type, type, code
ORDER BY events DESC, event_type, type, code
SETTINGS preferred_optimize_projection_name = 'by_kind', optimize_use_implicit_projections = 0
