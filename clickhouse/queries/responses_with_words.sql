-- question: Which responses have all of these words?
-- about: events
-- speed: reads the texts of the time range, about 100 MB a second, those beyond ASCII about 20; with the text index only what has the words
-- note: A word is found in any case, of any language, as a whole; in languages without blanks (such as Chinese, Japanese and Thai) as a part of the text, which the index does not help with.
-- parameter project String: the project
-- parameter words String: letters and digits, in any order and case
-- parameter hours UInt16 = 24: how many hours, that of to included; not used with from
-- parameter from Moment = '': first hour of the range; '' is hours before to
-- parameter to Moment = '': last hour of the range; '' is the current one
-- parameter zone Zone = UTC: time zone of the hours
-- parameter env String = '': only this environment; '' is all
-- parameter limit UInt32 = 20: how many rows at most
WITH parseDateTime64BestEffort(multiIf({to:String} = '', toString(now64(3, {zone:String})),
        length({to:String}) = 10, {to:String} || ' 23:59:59', {to:String}), 3, {zone:String}) AS last_moment,
    toStartOfHour(last_moment, {zone:String}) + toIntervalHour(1) AS range_end,
    if({from:String} = '', range_end - toIntervalHour({hours:UInt16}), toStartOfHour(
        parseDateTime64BestEffort(if({from:String} = '', '1970-01-01', {from:String}), 3, {zone:String}), {zone:String})) AS range_start,
    replaceAll(normalizeUTF8NFKCCasefold(toValidUTF8({words:String})), 'i\xCC\x87', 'i') AS folded,
    extractAll(folded, '[\\p{L}\\p{M}\\p{N}]+') AS sought,
    replaceRegexpAll(folded, '[\\p{Han}\\p{Hiragana}\\p{Katakana}\\p{Thai}\\p{Lao}\\p{Khmer}\\p{Myanmar}]+|[^\\p{L}\\p{M}\\p{N}\\x00-\\x7F]+', ' ') AS words_with_blanks,
    arrayFilter(word -> match(word, '[\\p{Han}\\p{Hiragana}\\p{Katakana}\\p{Thai}\\p{Lao}\\p{Khmer}\\p{Myanmar}]'), sought) AS parts
SELECT timestamp, run_id, event_id, user_id, model,
    substringUTF8(response, greatest(1, toInt64(positionUTF8(replaceAll(normalizeUTF8NFKCCasefold(toValidUTF8(response)), 'i\xCC\x87', 'i'), sought[1])) - 60), 200) AS response_part
FROM events
PREWHERE project_id = {project:String} AND timestamp >= range_start AND timestamp < range_end
    AND ({env:String} = '' OR env = {env:String})
    AND event_type = 'prompt_call' AND notEmpty(sought)
    AND (positionCaseInsensitive(response, sought[1]) > 0 OR NOT isValidASCII(response))
WHERE (NOT match(words_with_blanks, '[\\p{L}\\p{M}\\p{N}]')
        OR hasAllTokens(replaceRegexpAll(replaceAll(normalizeUTF8NFKCCasefold(toValidUTF8(response)), 'i\xCC\x87', 'i'), '[\\p{Han}\\p{Hiragana}\\p{Katakana}\\p{Thai}\\p{Lao}\\p{Khmer}\\p{Myanmar}]+|[^\\p{L}\\p{M}\\p{N}\\x00-\\x7F]+', ' '), words_with_blanks))
    AND arrayAll(part -> position(replaceAll(normalizeUTF8NFKCCasefold(toValidUTF8(response)), 'i\xCC\x87', 'i'), part) > 0, parts)
ORDER BY timestamp DESC, event_id
LIMIT {limit:UInt32}
