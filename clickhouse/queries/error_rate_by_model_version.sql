-- question: Did a new version of a model make calls fail more often, or slower on average?
-- about: errors
-- speed: milliseconds on most histories: reads the projection by_version, a row for each day and template and version of a model
-- parameter project String: the project
-- parameter days UInt16 = 7: how many UTC days, that of to included; not used with from
-- parameter from Moment = '': first day of the range, UTC; '' is days before to
-- parameter to Moment = '': last day of the range, UTC; '' is today
-- parameter env String = '': only this environment; '' is all
-- parameter min_requests UInt32 = 1: only versions with so many calls
-- parameter limit UInt32 = 1000: how many rows at most
WITH parseDateTime64BestEffort(multiIf({to:String} = '', toString(now64(3, 'UTC')),
        length({to:String}) = 10, {to:String} || ' 23:59:59', {to:String}), 3, 'UTC') AS last_moment,
    toDate32(last_moment, 'UTC') + 1 AS end_day,
    if({from:String} = '', end_day - {days:UInt16},
        toDate32(parseDateTime64BestEffort(if({from:String} = '', '1970-01-01', {from:String}), 3, 'UTC'), 'UTC')) AS start_day
SELECT provider, model, model_version, min(timestamp) AS first_call, max(timestamp) AS last_call, count() AS requests,
    countIf(ifNull(status IN ('error', 'timeout'), 0)) AS errors, round(errors / requests, 4) AS error_rate,
    round(avg(latency_ms)) AS latency_ms_avg
FROM events
WHERE project_id = {project:String} AND toDate(timestamp) >= start_day AND toDate(timestamp) < end_day
    AND ({env:String} = '' OR env = {env:String})
    AND event_type = 'prompt_call'
GROUP BY provider, model, model_version
HAVING requests >= {min_requests:UInt32}
ORDER BY model, provider, first_call, model_version
LIMIT {limit:UInt32}
SETTINGS preferred_optimize_projection_name = 'by_version', optimize_use_implicit_projections = 0
