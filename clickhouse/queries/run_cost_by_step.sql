-- question: Which step of a run cost the most?
-- about: runs
-- speed: some ten milliseconds: an index finds the run
-- note: A call belongs to the step whose span is its parent, else to the last step that began no later than the call.
-- parameter project String: the project
-- parameter run String: the run
-- parameter limit UInt32 = 10000: how many rows at most
WITH steps AS (
    SELECT run_id, timestamp, ifNull(span_id, '') AS span_id, step_number, step_name, agent_name
    FROM events
    WHERE project_id = {project:String} AND run_id = {run:String} AND event_type = 'agent_step'
)
SELECT if(s.span_id != '', s.step_number, t.step_number) AS step, if(s.span_id != '', s.step_name, t.step_name) AS name,
    if(s.span_id != '', s.agent_name, t.agent_name) AS agent, count() AS requests,
    sum(toDecimal128(ifNull(c.cost_estimate_usd, 0), 9)) AS cost_usd, countIf(c.cost_estimate_usd IS NULL) AS unpriced,
    sum(c.tokens_input) AS tokens_input, sum(c.tokens_output) AS tokens_output
FROM (
    SELECT run_id, timestamp, parent_span_id, cost_estimate_usd, tokens_input, tokens_output
    FROM events
    WHERE project_id = {project:String} AND run_id = {run:String} AND event_type = 'prompt_call'
) AS c
ANY LEFT JOIN (SELECT * FROM steps WHERE span_id != '') AS s ON s.span_id = c.parent_span_id
ASOF LEFT JOIN steps AS t ON t.run_id = c.run_id AND c.timestamp >= t.timestamp
GROUP BY step, name, agent
ORDER BY cost_usd DESC, step
LIMIT {limit:UInt32}
SETTINGS optimize_use_projections = 0, use_skip_indexes_on_data_read = 0
