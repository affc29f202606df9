-- question: What was counted since the first event, what of it is still stored, and since when?
-- about: counts
-- speed: milliseconds on most histories: reads a rollup, and a projection for what is stored
-- parameter project String: the project
SELECT event_type, counted, stored, counted - toInt64(stored) AS gone, if(stored = 0, NULL, s.oldest_stored) AS oldest_stored
FROM (
    SELECT event_type, toInt64(sum(t.events)) AS counted
    FROM project_totals AS t
    WHERE project_id = {project:String}
    GROUP BY event_type
) AS c
LEFT JOIN (
    SELECT toString(event_type) AS event_type, count() AS stored, min(timestamp) AS oldest_stored
    FROM events
    WHERE project_id = {project:String}
    GROUP BY event_type
) AS s USING (event_type)
ORDER BY event_type
