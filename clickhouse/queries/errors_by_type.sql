-- question: Which errors come up, how often, and what do they say?
-- about: errors
-- speed: about 35 ms a million events of the time range
-- parameter project String: the project
-- parameter days UInt16 = 7: how many days to look back
SELECT event_type, ifNull(error_type, '') AS type, ifNull(error_code, '') AS code, count() AS events,
    uniq(run_id) AS runs, max(timestamp) AS last_time, argMax(error_message, timestamp) AS error_message_last
FROM events
WHERE project_id = {project:String} AND timestamp >= now64(3, 'UTC') - toIntervalDay({days:UInt16})
    AND (event_type = 'error' OR status IN ('error', 'timeout'))
GROUP BY event_type, type, code
ORDER BY events DESC, event_type, type, code
