package io.watchllm.clickhouse;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows for the table events as lines of JSON: made from a seed, of all types, with gaps, spread over two months.
 *
 * @param last the end of the last hour that has events
 */
record SampleEvents(Instant last) {
    private static final List<String> TYPES = List.of(
            "prompt_call", "prompt_call", "prompt_call", "tool_call", "agent_step", "error", "cost_threshold_exceeded");
    private static final List<String> STATUSES =
            List.of("success", "success", "success", "error", "timeout", "warning", "assertion_failed", "unknown");
    private static final List<String> MODELS = List.of("gpt-4o", "claude-sonnet-4", "gemini-2.0-flash");

    /** Events of the days until today, all within the retention of every table. */
    static SampleEvents recent() {
        return new SampleEvents(Instant.now().truncatedTo(ChronoUnit.DAYS));
    }

    /** Lines of JSON; the same for the same arguments. Rows of two blocks share hours, users and runs. */
    String block(int number, int rows) {
        var random = new Random(number);
        return IntStream.range(0, rows)
                .mapToObj(row -> line(number, row, random))
                .collect(Collectors.joining("\n"));
    }

    private String line(int block, int row, Random random) {
        var type = pick(TYPES, random);
        var time = last.minus(random.nextInt(45) * 24L * 60L + random.nextInt(3) * 20L, ChronoUnit.MINUTES)
                .minusMillis(random.nextInt(1000));
        var json = new StringBuilder("{\"event_id\":\"e-%d-%d\",\"project_id\":\"p%d\",\"run_id\":\"r%d\""
                .formatted(block, row, random.nextInt(3), random.nextInt(40)));
        json.append(
                ",\"timestamp\":\"%s\",\"event_type\":\"%s\",\"env\":\"%s\",\"source_partition\":0,\"source_offset\":%d"
                        .formatted(
                                time.toString().replace("Z", "").replace('T', ' '),
                                type,
                                random.nextBoolean() ? "production" : "development",
                                block * 1_000_000L + row));
        sometimes(json, random, "user_id", "\"u" + random.nextInt(30) + "\"");
        if (type.equals("prompt_call")) {
            sometimes(json, random, "provider", "\"openai\"");
            sometimes(json, random, "model", "\"" + pick(MODELS, random) + "\"");
            sometimes(json, random, "tokens_input", String.valueOf(random.nextInt(8000)));
            sometimes(json, random, "tokens_output", String.valueOf(random.nextInt(2000)));
            sometimes(json, random, "tokens_cache_read", String.valueOf(random.nextInt(100)));
            sometimes(json, random, "tokens_cache_write", String.valueOf(random.nextInt(100)));
            sometimes(json, random, "tokens_reasoning", String.valueOf(random.nextInt(100)));
            sometimes(
                    json,
                    random,
                    "cost_estimate_usd",
                    String.format(Locale.ROOT, "%d.%09d", random.nextInt(3), random.nextInt(1_000_000_000)));
            sometimes(json, random, "ttft_ms", String.valueOf(random.nextInt(900)));
        }
        if (type.equals("cost_threshold_exceeded")) {
            json.append(
                    ",\"alert_type\":\"cost_spike\",\"alert_actual_value\":12.5,\"cost_estimate_usd\":1000,\"tokens_input\":1000000");
        } else {
            sometimes(json, random, "status", "\"" + pick(STATUSES, random) + "\"");
            sometimes(json, random, "latency_ms", String.valueOf((int) Math.exp(random.nextGaussian() * 1.5 + 6)));
        }
        return json.append('}').toString();
    }

    private static void sometimes(StringBuilder json, Random random, String name, String value) {
        if (random.nextInt(6) > 0) {
            json.append(",\"").append(name).append("\":").append(value);
        }
    }

    private static String pick(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }
}
