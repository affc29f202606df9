-- question: What is in one event, everything that is known of it?
-- about: events
-- speed: some ten milliseconds: an index finds the event
-- parameter project String: the project
-- parameter event_id String: its id
-- parameter run String = '': its run; left out, all events of this id, for an id is known within its run
-- parameter limit UInt32 = 100: how many rows at most
SELECT *
FROM events
WHERE project_id = {project:String} AND event_id = {event_id:String}
    AND ({run:String} = '' OR run_id = {run:String})
ORDER BY run_id, timestamp
LIMIT {limit:UInt32}
SETTINGS use_skip_indexes_on_data_read = 0
