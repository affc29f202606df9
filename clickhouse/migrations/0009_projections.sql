-- Rows added up within each part, for questions about days of a project: a row for each run, version, kind or tool.
-- They are files of the part itself: written, merged and dropped with it, so that they always say what its rows say.
-- Parts that are there do not have them until MATERIALIZE PROJECTION, and are read row by row as before.
-- A query uses one when its conditions and groups are made of the first columns here, and each aggregate is written as it is
-- here, to the letter. ClickHouse takes the one of which it reads fewer granules than of the rows: one that is nearly as fine as
-- its rows needs large granules. Of a granule the states of all rows are read, whichever are asked for: where they are sketches or
-- sets, and a day of a project has few rows, granules are small.
ALTER TABLE {{database}}.events
    ADD PROJECTION IF NOT EXISTS by_version
    (
        SELECT
            project_id, toDate(timestamp), event_type, provider, model, model_version, prompt_template_id, env,
            count(),
            countIf(ifNull(status IN ('error', 'timeout'), 0)),
            min(timestamp),
            max(timestamp),
            sum(toDecimal128(ifNull(cost_estimate_usd, 0), 9)),
            countIf(cost_estimate_usd IS NULL),
            avg(tokens_input),
            avg(tokens_output),
            avg(latency_ms),
            sumIf(tokens_input, cost_estimate_usd IS NULL),
            sumIf(tokens_output, cost_estimate_usd IS NULL),
            minIf(timestamp, cost_estimate_usd IS NULL),
            maxIf(timestamp, cost_estimate_usd IS NULL)
        GROUP BY project_id, toDate(timestamp), event_type, provider, model, model_version, prompt_template_id, env
    ) WITH SETTINGS (index_granularity = 1024);

-- Runs are counted, and ids kept, only of what is asked for by kind: those of all calls that went well would be most of it.
ALTER TABLE {{database}}.events
    ADD PROJECTION IF NOT EXISTS by_kind
    (
        SELECT
            project_id, toDate(timestamp), event_type, status, error_type, error_code, flags, assertion_name,
            assertion_severity, hallucination_detection_method, env,
            count(),
            min(timestamp),
            max(timestamp),
            uniqIf(run_id, event_type NOT IN ('prompt_call', 'tool_call', 'agent_step') OR ifNull(status IN ('error', 'timeout'), 0)),
            argMax(error_message, timestamp),
            max(hallucination_confidence_score),
            argMaxIf(run_id, timestamp, event_type IN ('assertion_failed', 'hallucination_detected')),
            uniqStateIf(run_id, notEmpty(flags)),
            minIf(event_id, notEmpty(flags))
        GROUP BY
            project_id, toDate(timestamp), event_type, status, error_type, error_code, flags, assertion_name,
            assertion_severity, hallucination_detection_method, env
    ) WITH SETTINGS (index_granularity = 256);

-- A run mostly has one user, so that this answers for users too. One by user, with the runs of each, took as much CPU as all
-- else of an insert where users are many.
ALTER TABLE {{database}}.events
    ADD PROJECTION IF NOT EXISTS by_run
    (
        SELECT
            project_id, toDate(timestamp), run_id, user_id, env,
            countIf(event_type = 'prompt_call'),
            sumIf(toDecimal128(ifNull(cost_estimate_usd, 0), 9), event_type = 'prompt_call'),
            countIf(event_type = 'prompt_call' AND cost_estimate_usd IS NULL),
            groupUniqArrayIf(toString(agent_name), event_type IN ('prompt_call', 'agent_step', 'tool_call') AND agent_name IS NOT NULL),
            maxIf(user_id, event_type = 'prompt_call'),
            minIf(timestamp, event_type = 'prompt_call'),
            sumIf(tokens_input, event_type = 'prompt_call'),
            sumIf(tokens_output, event_type = 'prompt_call'),
            countIf(event_type = 'prompt_call' AND ifNull(status IN ('error', 'timeout'), 0))
        GROUP BY project_id, toDate(timestamp), run_id, user_id, env
    ) WITH SETTINGS (index_granularity = 1024);

-- What DELETE FROM touches is added up anew; by default, it would be refused on a table with projections.
ALTER TABLE {{database}}.events MODIFY SETTING lightweight_mutation_projection_mode = 'rebuild';

ALTER TABLE {{database}}.tool_calls
    ADD PROJECTION IF NOT EXISTS by_tool
    (
        SELECT
            project_id, toDate(timestamp), tool_name,
            count(),
            countIf(ifNull(status IN ('error', 'timeout'), 0)),
            avg(latency_ms),
            quantileDD(0.01, 0.95)(latency_ms),
            max(latency_ms)
        GROUP BY project_id, toDate(timestamp), tool_name
    ) WITH SETTINGS (index_granularity = 64);

ALTER TABLE {{database}}.tool_calls MODIFY SETTING lightweight_mutation_projection_mode = 'rebuild';

-- Calls by hour, model and environment, whatever their status: a sketch is some microseconds to read, and a day has a thousand.
-- A merge of a summing table, or a DELETE, leaves other rows, and the projection is made of these anew: the table was made with that.
ALTER TABLE {{database}}.hourly_metrics
    ADD PROJECTION IF NOT EXISTS by_model
    (
        SELECT
            project_id, hour, provider, model, env,
            sum(requests),
            quantilesDDMerge(0.01, 0.5, 0.9, 0.95, 0.99)(latency_ms_quantiles),
            quantilesDDMerge(0.01, 0.5, 0.9, 0.95, 0.99)(ttft_ms_quantiles)
        GROUP BY project_id, hour, provider, model, env
    ) WITH SETTINGS (index_granularity = 64);
