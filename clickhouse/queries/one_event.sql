-- question: What is in one event, everything that is known of it?
-- parameter project: the project
-- parameter event_id: its id
SELECT *
FROM events
WHERE project_id = {project:String} AND event_id = {event_id:String}
