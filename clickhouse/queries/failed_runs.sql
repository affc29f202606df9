-- question: Which runs failed, with which error, and what did they cost?
-- about: runs
-- speed: grows with the events of the time range: reads each of them
-- note: A run counts as failed when one of its events is an error, or a call, tool or step of it failed or timed out; the error shown is the last one.
-- parameter project String: the project
-- parameter days UInt16 = 2: how many days, that of to included; not used with from
-- parameter from Moment = '': first day of the range; '' is days before to
-- parameter to Moment = '': last day of the range; '' is today
-- parameter zone Zone = UTC: time zone of the days
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 50: how many rows at most
WITH parseDateTime64BestEffort(multiIf({to:String} = '', toString(now64(3, {zone:String})),
        length({to:String}) = 10, {to:String} || ' 23:59:59', {to:String}), 3, {zone:String}) AS last_moment,
    toDate32(last_moment, {zone:String}) + 1 AS end_day,
    if({from:String} = '', end_day - {days:UInt16},
        toDate32(parseDateTime64BestEffort(if({from:String} = '', '1970-01-01', {from:String}), 3, {zone:String}), {zone:String})) AS start_day,
    toDateTime64(start_day, 3, {zone:String}) AS range_start, toDateTime64(end_day, 3, {zone:String}) AS range_end
SELECT run_id, max(user_id) AS user, min(timestamp) AS began, countIf(failed) AS errors,
    argMaxIf(e.event_type, timestamp, failed) AS failed_event, argMaxIf(ifNull(e.error_type, ''), timestamp, failed) AS error_type,
    argMaxIf(ifNull(e.error_message, ''), timestamp, failed) AS error_message,
    dateDiff('millisecond', began, minIf(timestamp, failed)) AS first_error_after_ms,
    sumIf(toDecimal128(ifNull(cost_estimate_usd, 0), 9), e.event_type = 'prompt_call') AS cost_usd,
    countIf(event_type = 'prompt_call' AND cost_estimate_usd IS NULL) AS unpriced
FROM (
    SELECT run_id, user_id, timestamp, event_type, error_type, error_message, cost_estimate_usd,
        event_type = 'error' OR ifNull(status IN ('error', 'timeout'), 0) AS failed
    FROM events
    WHERE project_id = {project:String} AND timestamp >= range_start AND timestamp < range_end
        AND ({env:String} = '' OR env = {env:String})
        AND event_type NOT IN ('cost_threshold_exceeded', 'performance_alert')
) AS e
GROUP BY run_id
HAVING errors > 0
ORDER BY errors DESC, began, run_id
LIMIT {limit:UInt32}
SETTINGS optimize_use_projections = 0
