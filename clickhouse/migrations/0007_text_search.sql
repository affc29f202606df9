-- when: text_index
-- Words in prompts and responses. Off by default: it costs insert time and disk.
-- New rows are indexed from now on; MATERIALIZE INDEX does the same for what is already there.

ALTER TABLE {{database}}.events
    ADD INDEX IF NOT EXISTS idx_prompt_text lower(prompt) TYPE text(tokenizer = 'splitByNonAlpha');

ALTER TABLE {{database}}.events
    ADD INDEX IF NOT EXISTS idx_response_text lower(response) TYPE text(tokenizer = 'splitByNonAlpha');
