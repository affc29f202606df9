-- question: Is an event stored more than once?
-- about: books
-- speed: about 300 ms a million events of the time range
-- parameter project String: the project
-- parameter days UInt16 = 1: how many days to look back
-- parameter limit UInt32 = 100: how many rows at most
SELECT run_id, event_id, count() AS rows, min(timestamp) AS first_time, max(timestamp) AS last_time,
    arraySort(groupArray((source_partition, source_offset))) AS sources
FROM events
WHERE project_id = {project:String} AND timestamp >= now64(3, 'UTC') - toIntervalDay({days:UInt16})
    AND cityHash64(run_id, event_id) IN (
        SELECT cityHash64(run_id, event_id) AS hash
        FROM events
        WHERE project_id = {project:String} AND timestamp >= now64(3, 'UTC') - toIntervalDay({days:UInt16})
        GROUP BY hash
        HAVING count() > 1
    )
GROUP BY run_id, event_id
HAVING rows > 1
ORDER BY rows DESC, run_id, event_id
LIMIT {limit:UInt32}
SETTINGS optimize_use_projections = 0
