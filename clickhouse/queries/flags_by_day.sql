-- question: What was cut, mended or odd about events that were kept?
-- about: books
-- speed: milliseconds on most histories: reads the projection by_kind, a row for each day and kind of event
-- parameter project String: the project
-- parameter days UInt16 = 7: how many days, today included; days are those of UTC
SELECT day, flag, event_type, sum(k.events) AS events, uniqMerge(k.runs) AS runs, min(k.example) AS example
FROM (
    SELECT toDate(timestamp) AS day, flags, event_type, count() AS events,
        uniqStateIf(run_id, notEmpty(flags)) AS runs, minIf(event_id, notEmpty(flags)) AS example
    FROM events
    WHERE project_id = {project:String} AND toDate(timestamp) > toDate32(now64(3, 'UTC') - toIntervalDay({days:UInt16}))
        AND notEmpty(flags)
    GROUP BY day, flags, event_type
) AS k
ARRAY JOIN flags AS flag
GROUP BY day, flag, event_type
ORDER BY day, events DESC, flag, event_type
SETTINGS preferred_optimize_projection_name = 'by_kind', optimize_use_implicit_projections = 0
