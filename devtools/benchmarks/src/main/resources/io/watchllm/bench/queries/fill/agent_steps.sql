INSERT INTO {{database}}.agent_steps (
    event_id, project_id, run_id, timestamp, step_number, step_name, step_type, agent_name, input_data, output_data, context,
    latency_ms, status, error_message, error_type, ingested_at, source_partition, source_offset)
SELECT
    id, project, run_name, time, assumeNotNull(step_of), step_title, step_kind, agent,
    text_if(with_texts, concat('{"messages":', toString(step), '}')),
    text_if(with_texts, concat('{"text":', toJSONString(joinGet('{{texts}}.calls', 'response', text_key)), '}')),
    text_if(with_texts, concat('{"task_id":', toString(run % 50), '}')),
    duration, outcome, fault_message, fault_type, arrived, source_part, source_no
FROM (
{{base}}
)
WHERE is_step
