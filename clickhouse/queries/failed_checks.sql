-- question: Which assertions fail, and where was something made up?
-- about: errors
-- speed: milliseconds to some hundred: an index finds the few events of these types
-- parameter project String: the project
-- parameter days UInt16 = 7: how many days to look back
SELECT event_type,
    if(event_type = 'assertion_failed', ifNull(assertion_name, ''), ifNull(toString(hallucination_detection_method), '')) AS check,
    ifNull(toString(assertion_severity), '') AS severity, count() AS events, uniq(run_id) AS runs,
    max(hallucination_confidence_score) AS confidence_max, max(timestamp) AS last_time, argMax(run_id, timestamp) AS last_run
FROM events
WHERE project_id = {project:String} AND timestamp >= now64(3, 'UTC') - toIntervalDay({days:UInt16})
    AND event_type IN ('assertion_failed', 'hallucination_detected')
GROUP BY event_type, check, severity
ORDER BY events DESC, event_type, check, severity
