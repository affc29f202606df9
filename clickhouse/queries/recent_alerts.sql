-- question: Which alerts were raised in a project over the last 7 days, and on what?
-- parameter project: the project
SELECT timestamp, event_type, alert_type, alert_level, alert_state, alert_scope, alert_group, alert_threshold,
    alert_actual_value, alert_window_minutes, alert_rule_id, alert_trigger_event_id
FROM events
WHERE project_id = {project:String} AND timestamp >= now('UTC') - INTERVAL 7 DAY
    AND event_type IN ('cost_threshold_exceeded', 'performance_alert')
ORDER BY timestamp DESC
