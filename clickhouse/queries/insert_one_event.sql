-- question: How is one event inserted by hand?
-- about: events
-- speed: milliseconds; it writes
-- note: The pipeline does not see it; rollups do.
-- parameter event_id String: its id, new
-- parameter project String: the project
-- parameter run String: the run
-- parameter timestamp DateTime64(3, 'UTC'): when it happened, UTC
-- parameter model String: name of the model
-- parameter prompt String: what was sent
-- parameter response String: what came back
INSERT INTO events
    (event_id, project_id, run_id, timestamp, event_type, env, tags, prompt, model, tokens_input, tokens_output,
     cost_estimate_usd, response, latency_ms, status)
SELECT {event_id:String}, {project:String}, {run:String}, {timestamp:DateTime64(3, 'UTC')}, 'prompt_call', 'production',
    ['by-hand'], {prompt:String}, {model:String}, 1200, 340, 0.0125, {response:String}, 850, 'success'
