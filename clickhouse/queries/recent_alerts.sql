-- question: Which alerts were raised in a project, and on what?
-- about: alerts
-- speed: milliseconds to some hundred: an index finds the few events of these types
-- parameter project String: the project
-- parameter days UInt16 = 7: how many days to look back
-- parameter limit UInt32 = 100: how many rows at most
SELECT timestamp, event_type, alert_type, alert_level, alert_state, alert_scope, alert_group, alert_threshold,
    alert_actual_value, alert_window_minutes, alert_rule_id, alert_trigger_run_id,
    alert_trigger_event_id
FROM events
WHERE project_id = {project:String} AND timestamp >= now64(3, 'UTC') - toIntervalDay({days:UInt16})
    AND event_type IN ('cost_threshold_exceeded', 'performance_alert')
ORDER BY timestamp DESC, event_id
LIMIT {limit:UInt32}
