-- question: Is an event stored more than once?
-- about: counts
-- speed: about 300 ms a million events of the time range
-- parameter project String: the project
-- parameter days UInt16 = 1: how many days, that of to included; not used with from
-- parameter from Moment = '': first day of the range; '' is days before to
-- parameter to Moment = '': last day of the range; '' is today
-- parameter zone Zone = UTC: time zone of the days
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 100: how many rows at most
WITH parseDateTime64BestEffort(multiIf({to:String} = '', toString(now64(3, {zone:String})),
        length({to:String}) = 10, {to:String} || ' 23:59:59', {to:String}), 3, {zone:String}) AS last_moment,
    toDate32(last_moment, {zone:String}) + 1 AS end_day,
    if({from:String} = '', end_day - {days:UInt16},
        toDate32(parseDateTime64BestEffort(if({from:String} = '', '1970-01-01', {from:String}), 3, {zone:String}), {zone:String})) AS start_day,
    toDateTime64(start_day, 3, {zone:String}) AS range_start, toDateTime64(end_day, 3, {zone:String}) AS range_end
SELECT run_id, event_id, count() AS rows, min(timestamp) AS first_time, max(timestamp) AS last_time,
    arraySort(groupArray((source_partition, source_offset))) AS sources
FROM events
WHERE project_id = {project:String} AND timestamp >= range_start AND timestamp < range_end
    AND ({env:String} = '' OR env = {env:String})
    AND cityHash64(run_id, event_id) IN (
        SELECT cityHash64(run_id, event_id) AS hash
        FROM events
        WHERE project_id = {project:String} AND timestamp >= range_start AND timestamp < range_end
            AND ({env:String} = '' OR env = {env:String})
        GROUP BY hash
        HAVING count() > 1
    )
GROUP BY run_id, event_id
HAVING rows > 1
ORDER BY rows DESC, run_id, event_id
LIMIT {limit:UInt32}
SETTINGS optimize_use_projections = 0
