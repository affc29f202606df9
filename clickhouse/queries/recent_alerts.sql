-- question: Which alerts were raised in a project, and on what?
-- about: alerts
-- speed: milliseconds to some hundred: an index finds the few events of these types
-- note: An alert counts events of all environments.
-- parameter project String: the project
-- parameter days UInt16 = 7: how many UTC days, that of until included
-- parameter until Moment = '': last day or time of the range, UTC; '' is now
-- parameter limit UInt32 = 100: how many rows at most
WITH parseDateTime64BestEffort(multiIf({until:String} = '', toString(now64(3, 'UTC')),
        length({until:String}) = 10, {until:String} || ' 23:59:59', {until:String}), 3, 'UTC') AS last_moment,
    toDateTime64(toDate32(last_moment), 3, 'UTC') + toIntervalDay(1) AS range_end,
    range_end - toIntervalDay({days:UInt16}) AS range_start
SELECT timestamp, event_type, alert_type, alert_level, alert_state, alert_scope, alert_group, alert_threshold,
    alert_actual_value, alert_window_minutes, alert_rule_id, alert_trigger_run_id,
    alert_trigger_event_id
FROM events
WHERE project_id = {project:String} AND timestamp >= range_start AND timestamp < range_end
    AND event_type IN ('cost_threshold_exceeded', 'performance_alert')
ORDER BY timestamp DESC, event_id
LIMIT {limit:UInt32}
