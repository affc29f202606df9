-- when: text_index
-- Words in prompts and responses. Off by default: it costs insert time and disk.
-- New rows are indexed from now on; MATERIALIZE INDEX does the same for what is already there.
-- A word is letters and digits of any language, in one case (Unicode: normalized, folded; the dot that a folded I with a
-- dot leaves is taken off). Marks such as quotes and dashes part words. Languages without blanks have no words here: the
-- queries find theirs as parts of the text.

ALTER TABLE {{database}}.events
    ADD INDEX IF NOT EXISTS idx_prompt_text
        replaceRegexpAll(replaceAll(normalizeUTF8NFKCCasefold(toValidUTF8(prompt)), 'i\xCC\x87', 'i'), '[\\p{Han}\\p{Hiragana}\\p{Katakana}\\p{Thai}\\p{Lao}\\p{Khmer}\\p{Myanmar}]+|[^\\p{L}\\p{M}\\p{N}\\x00-\\x7F]+', ' ')
        TYPE text(tokenizer = 'splitByNonAlpha');

ALTER TABLE {{database}}.events
    ADD INDEX IF NOT EXISTS idx_response_text
        replaceRegexpAll(replaceAll(normalizeUTF8NFKCCasefold(toValidUTF8(response)), 'i\xCC\x87', 'i'), '[\\p{Han}\\p{Hiragana}\\p{Katakana}\\p{Thai}\\p{Lao}\\p{Khmer}\\p{Myanmar}]+|[^\\p{L}\\p{M}\\p{N}\\x00-\\x7F]+', ' ')
        TYPE text(tokenizer = 'splitByNonAlpha');
