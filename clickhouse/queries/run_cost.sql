-- question: What did a run cost, and what did its most expensive call cost?
-- about: runs
-- speed: some ten milliseconds: an index finds the run
-- parameter project String: the project
-- parameter run String: the run
SELECT count() AS requests, sum(toDecimal128(ifNull(cost_estimate_usd, 0), 9)) AS cost_usd,
    countIf(cost_estimate_usd IS NULL) AS unpriced, sum(tokens_input) AS tokens_input,
    sum(tokens_output) AS tokens_output, sum(tokens_cache_read) AS tokens_cache_read,
    countIf(ifNull(status IN ('error', 'timeout'), 0)) AS errors, min(timestamp) AS began, max(timestamp) AS last_call,
    max(cost_estimate_usd) AS most_expensive_call_usd, argMax(event_id, cost_estimate_usd) AS most_expensive_call
FROM events
WHERE project_id = {project:String} AND run_id = {run:String} AND event_type = 'prompt_call'
HAVING requests > 0
SETTINGS optimize_use_projections = 0, use_skip_indexes_on_data_read = 0
