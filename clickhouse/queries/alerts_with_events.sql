-- question: Which event is behind each alert?
-- about: alerts
-- speed: milliseconds to some hundred: indexes find the alerts, and then their events
-- note: Events are looked for from an hour before the first event of the earliest alert on; of an alert that does not tell it, from 8 days before it.
-- parameter project String: the project
-- parameter days UInt16 = 7: how many days to look back
WITH alerts AS (
    SELECT timestamp, event_id, alert_type, alert_level, alert_state, alert_scope, alert_group, alert_actual_value,
        alert_threshold, ifNull(alert_trigger_run_id, '') AS trigger_run_id,
        ifNull(alert_trigger_event_id, '') AS trigger_event_id,
        ifNull(alert_first_event_time, timestamp - toIntervalDay(8)) AS first_event_time
    FROM events
    WHERE project_id = {project:String} AND timestamp >= now64(3, 'UTC') - toIntervalDay({days:UInt16})
        AND event_type IN ('cost_threshold_exceeded', 'performance_alert')
), (
    SELECT (groupUniqArray(trigger_run_id), groupUniqArray(trigger_event_id), min(first_event_time) - toIntervalHour(1))
    FROM alerts WHERE trigger_event_id != ''
) AS triggers
SELECT a.timestamp AS alert_time, a.alert_type AS alert_type, a.alert_level AS alert_level, a.alert_state AS alert_state,
    a.alert_scope AS alert_scope, a.alert_group AS alert_group, a.alert_actual_value AS alert_actual_value,
    a.alert_threshold AS alert_threshold, a.trigger_run_id AS trigger_run_id,
    a.trigger_event_id AS trigger_event_id, e.timestamp AS event_time, e.event_type AS event_type, e.model AS model,
    e.tool_name AS tool_name, e.status AS status, e.latency_ms AS latency_ms, e.cost_estimate_usd AS cost_usd
FROM alerts AS a
LEFT JOIN (
    SELECT event_id, timestamp, event_type, run_id, model, tool_name, status, latency_ms, cost_estimate_usd
    FROM events
    WHERE project_id = {project:String} AND timestamp >= triggers.3
        AND run_id IN (SELECT arrayJoin(triggers.1)) AND event_id IN (SELECT arrayJoin(triggers.2))
) AS e ON e.run_id = a.trigger_run_id AND e.event_id = a.trigger_event_id
ORDER BY alert_time DESC, a.event_id
SETTINGS join_use_nulls = 1
