-- question: What was cut, mended or odd about events that were kept?
-- about: counts
-- speed: milliseconds on most histories: reads the projection by_kind, a row for each day and kind of event
-- parameter project String: the project
-- parameter days UInt16 = 7: how many UTC days, that of until included
-- parameter until Moment = '': last day or time of the range, UTC; '' is now
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 10000: how many rows at most
WITH parseDateTime64BestEffort(multiIf({until:String} = '', toString(now64(3, 'UTC')),
        length({until:String}) = 10, {until:String} || ' 23:59:59', {until:String}), 3, 'UTC') AS last_moment,
    toDateTime64(toDate32(last_moment), 3, 'UTC') + toIntervalDay(1) AS range_end,
    range_end - toIntervalDay({days:UInt16}) AS range_start
SELECT day, flag, event_type, sum(k.events) AS events, uniqMerge(k.runs) AS runs, min(k.example) AS example
FROM (
    SELECT toDate(timestamp) AS day, flags, event_type, count() AS events,
        uniqStateIf(run_id, notEmpty(flags)) AS runs, minIf(event_id, notEmpty(flags)) AS example
    FROM events
    WHERE project_id = {project:String} AND toDate(timestamp) >= toDate32(range_start)
        AND toDate(timestamp) < toDate32(range_end)
        AND ({env:String} = '' OR env = {env:String})
        AND notEmpty(flags)
    GROUP BY day, flags, event_type
) AS k
ARRAY JOIN flags AS flag
GROUP BY day, flag, event_type
ORDER BY day, events DESC, flag, event_type
LIMIT {limit:UInt32}
SETTINGS preferred_optimize_projection_name = 'by_kind', optimize_use_implicit_projections = 0
