-- question: How is one event inserted by hand? (The pipeline does not see it; rollups do.)
-- parameter event_id: its id, new
-- parameter project: the project
-- parameter run: the run
-- parameter timestamp: when it happened, UTC, such as 2026-11-01 08:00:09.165
-- parameter model: name of the model
-- parameter prompt: what was sent
-- parameter response: what came back
INSERT INTO events
    (event_id, project_id, run_id, timestamp, event_type, env, tags, prompt, model, tokens_input, tokens_output,
     cost_estimate_usd, response, latency_ms, status)
SELECT {event_id:String}, {project:String}, {run:String}, {timestamp:DateTime64(3, 'UTC')}, 'prompt_call', 'production',
    ['by-hand'], {prompt:String}, {model:String}, 1200, 340, 0.0125, {response:String}, 850, 'success'
