-- question: What was cut, mended or odd about events that were kept?
-- about: books
-- speed: about 50 ms a million events of the time range
-- parameter project String: the project
-- parameter days UInt16 = 7: how many days to look back
SELECT toDate(timestamp) AS day, flag, event_type, count() AS events, uniq(run_id) AS runs, min(event_id) AS example
FROM events
ARRAY JOIN flags AS flag
WHERE project_id = {project:String} AND timestamp >= now64(3, 'UTC') - toIntervalDay({days:UInt16})
GROUP BY day, flag, event_type
ORDER BY day, events DESC, flag, event_type
