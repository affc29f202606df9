-- question: What was cut, mended or odd about events that were kept?
-- about: counts
-- speed: milliseconds on most histories: reads the projection by_kind, a row for each day and kind of event
-- parameter project String: the project
-- parameter days UInt16 = 7: how many UTC days, that of to included; not used with from
-- parameter from Moment = '': first day of the range, UTC; '' is days before to
-- parameter to Moment = '': last day of the range, UTC; '' is today
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 10000: how many rows at most
WITH parseDateTime64BestEffort(multiIf({to:String} = '', toString(now64(3, 'UTC')),
        length({to:String}) = 10, {to:String} || ' 23:59:59', {to:String}), 3, 'UTC') AS last_moment,
    toDate32(last_moment, 'UTC') + 1 AS end_day,
    if({from:String} = '', end_day - {days:UInt16},
        toDate32(parseDateTime64BestEffort(if({from:String} = '', '1970-01-01', {from:String}), 3, 'UTC'), 'UTC')) AS start_day
SELECT day, flag, event_type, sum(k.events) AS events, uniqMerge(k.runs) AS runs, min(k.example) AS example
FROM (
    SELECT toDate(timestamp) AS day, flags, event_type, count() AS events,
        uniqStateIf(run_id, notEmpty(flags)) AS runs, minIf(event_id, notEmpty(flags)) AS example
    FROM events
    WHERE project_id = {project:String} AND toDate(timestamp) >= start_day AND toDate(timestamp) < end_day
        AND ({env:String} = '' OR env = {env:String})
        AND notEmpty(flags)
    GROUP BY day, flags, event_type
) AS k
ARRAY JOIN flags AS flag
GROUP BY day, flag, event_type
ORDER BY day, events DESC, flag, event_type
LIMIT {limit:UInt32}
SETTINGS preferred_optimize_projection_name = 'by_kind', optimize_use_implicit_projections = 0
