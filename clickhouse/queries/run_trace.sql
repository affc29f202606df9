-- question: Which steps did a run take, in order?
-- about: runs
-- speed: some ten milliseconds: an index finds the run
-- parameter project String: the project
-- parameter run String: the run
-- parameter limit UInt32 = 10000: how many rows at most
SELECT step_number, timestamp, step_name, step_type, agent_name, status, latency_ms, reasoning, input_data, output_data,
    error_message
FROM agent_steps
WHERE project_id = {project:String} AND run_id = {run:String}
ORDER BY step_number, timestamp, event_id
LIMIT {limit:UInt32}
SETTINGS use_skip_indexes_on_data_read = 0
