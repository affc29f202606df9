-- question: Which event is behind each alert?
-- about: alerts
-- speed: milliseconds to some hundred: indexes find the alerts, and then their events
-- note: Events are looked for from an hour before the first event of the earliest alert on; of an alert that does not tell it, from 8 days before it. An alert counts events of all environments.
-- parameter project String: the project
-- parameter days UInt16 = 7: how many days, that of to included; not used with from
-- parameter from Moment = '': first day of the range; '' is days before to
-- parameter to Moment = '': last day of the range; '' is today
-- parameter zone Zone = UTC: time zone of the days
-- parameter limit UInt32 = 100: how many alerts at most, the newest
WITH parseDateTime64BestEffort(multiIf({to:String} = '', toString(now64(3, {zone:String})),
        length({to:String}) = 10, {to:String} || ' 23:59:59', {to:String}), 3, {zone:String}) AS last_moment,
    toDate32(last_moment, {zone:String}) + 1 AS end_day,
    if({from:String} = '', end_day - {days:UInt16},
        toDate32(parseDateTime64BestEffort(if({from:String} = '', '1970-01-01', {from:String}), 3, {zone:String}), {zone:String})) AS start_day,
    toDateTime64(start_day, 3, {zone:String}) AS range_start, toDateTime64(end_day, 3, {zone:String}) AS range_end,
    alerts AS (
    SELECT timestamp, event_id, alert_type, alert_level, alert_state, alert_scope, alert_group, alert_actual_value,
        alert_threshold, ifNull(alert_trigger_run_id, '') AS trigger_run_id,
        ifNull(alert_trigger_event_id, '') AS trigger_event_id,
        ifNull(alert_first_event_time, timestamp - toIntervalDay(8)) AS first_event_time
    FROM events
    WHERE project_id = {project:String} AND timestamp >= range_start AND timestamp < range_end
        AND event_type IN ('cost_threshold_exceeded', 'performance_alert')
    ORDER BY timestamp DESC, event_id
    LIMIT {limit:UInt32}
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
ANY LEFT JOIN (
    SELECT event_id, timestamp, event_type, run_id, model, tool_name, status, latency_ms, cost_estimate_usd
    FROM events
    WHERE project_id = {project:String} AND timestamp >= triggers.3
        AND run_id IN (SELECT arrayJoin(triggers.1)) AND event_id IN (SELECT arrayJoin(triggers.2))
) AS e ON e.run_id = a.trigger_run_id AND e.event_id = a.trigger_event_id
ORDER BY alert_time DESC, a.event_id
SETTINGS join_use_nulls = 1
