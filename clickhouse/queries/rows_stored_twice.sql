-- question: Is an event stored more than once?
-- about: counts
-- speed: about 300 ms a million events of the time range
-- parameter project String: the project
-- parameter days UInt16 = 1: how many UTC days, that of until included
-- parameter until Moment = '': last day or time of the range, UTC; '' is now
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 100: how many rows at most
WITH parseDateTime64BestEffort(multiIf({until:String} = '', toString(now64(3, 'UTC')),
        length({until:String}) = 10, {until:String} || ' 23:59:59', {until:String}), 3, 'UTC') AS last_moment,
    toDateTime64(toDate32(last_moment), 3, 'UTC') + toIntervalDay(1) AS range_end,
    range_end - toIntervalDay({days:UInt16}) AS range_start
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
