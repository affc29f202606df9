SELECT event_type, toInt64(count()) AS counted, count() AS stored, 0 AS gone, min(timestamp) AS oldest_stored
FROM events
WHERE project_id = {project:String}
GROUP BY event_type
ORDER BY event_type
