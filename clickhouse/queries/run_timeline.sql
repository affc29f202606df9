-- question: What happened in a run, event by event: prompts, tools, steps, errors?
-- about: runs
-- speed: some ten milliseconds: an index finds the run
-- parameter project String: the project
-- parameter run String: the run
-- parameter limit UInt32 = 10000: how many rows at most
SELECT timestamp, event_type, event_id, model, tool_name, step_number, step_name, status, latency_ms, tokens_input,
    tokens_output, cost_estimate_usd, error_message
FROM events
WHERE project_id = {project:String} AND run_id = {run:String}
ORDER BY timestamp, event_type != 'agent_step', event_id
LIMIT {limit:UInt32}
SETTINGS use_skip_indexes_on_data_read = 0
