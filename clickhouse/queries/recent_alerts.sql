-- question: Which alerts were raised in a project, and on what?
-- about: alerts
-- speed: milliseconds to some hundred: an index finds the few events of these types
-- note: An alert counts events of all environments.
-- parameter project String: the project
-- parameter days UInt16 = 7: how many days, that of to included; not used with from
-- parameter from Moment = '': first day of the range; '' is days before to
-- parameter to Moment = '': last day of the range; '' is today
-- parameter zone Zone = UTC: time zone of the days
-- parameter limit UInt32 = 100: how many rows at most
WITH parseDateTime64BestEffort(multiIf({to:String} = '', toString(now64(3, {zone:String})),
        length({to:String}) = 10, {to:String} || ' 23:59:59', {to:String}), 3, {zone:String}) AS last_moment,
    toDate32(last_moment, {zone:String}) + 1 AS end_day,
    if({from:String} = '', end_day - {days:UInt16},
        toDate32(parseDateTime64BestEffort(if({from:String} = '', '1970-01-01', {from:String}), 3, {zone:String}), {zone:String})) AS start_day,
    toDateTime64(start_day, 3, {zone:String}) AS range_start, toDateTime64(end_day, 3, {zone:String}) AS range_end
SELECT timestamp, event_type, alert_type, alert_level, alert_state, alert_scope, alert_group, alert_threshold,
    alert_actual_value, alert_window_minutes, alert_rule_id, alert_trigger_run_id,
    alert_trigger_event_id
FROM events
WHERE project_id = {project:String} AND timestamp >= range_start AND timestamp < range_end
    AND event_type IN ('cost_threshold_exceeded', 'performance_alert')
ORDER BY timestamp DESC, event_id
LIMIT {limit:UInt32}
