package io.watchllm.chaos.pipeline;

import io.watchllm.chaos.core.EventScript;
import io.watchllm.schemas.Topics;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;

/**
 * Rules beside those that ship. None depends on the time of day, on how long anything takes, or on how partitions
 * interleave: each sums up one run or one user, tells single events, or needs the sum of a whole project.
 */
final class AlertRules {
    private static final String ANY = "*";
    private static final Schema SCHEMA = Objects.requireNonNull(Topics.ALERT_RULES.valueSchema());
    private static final int EXACT_PROJECT = 0;
    private static final long RUN_LIMIT = 4 * EventScript.USD;
    private static final long USER_LIMIT = 6 * EventScript.USD;
    private static final long USER_SUM = 3 * EventScript.USD;
    private static final long SINGLE = 900_000_000L;

    private AlertRules() {}

    /** Rules that a run without a fault raises alerts by: of these each, and those that ship in two cases. */
    static final Set<String> FIRING = Set.of(
            "chaos-single",
            "chaos-run-budget",
            "chaos-user-sum",
            "chaos-user-day",
            "chaos-unpriced",
            "chaos-project-all",
            "default-run-budget",
            "default-loop");

    /** The rules for a script. */
    static List<GenericRecord> of(EventScript script) {
        var total = script.totalNanos(EXACT_PROJECT);
        var exact = "p" + EXACT_PROJECT;
        return List.of(
                rule("chaos-single", ANY, "single_event_cost", "run")
                        .set("warn", decimal(SINGLE))
                        .build(),
                rule("chaos-run-budget", ANY, "run_budget", "run")
                        .set("critical", decimal(RUN_LIMIT))
                        .build(),
                rule("chaos-user-sum", ANY, "cost_sum", "user")
                        .set("warn", decimal(USER_SUM))
                        .set("window_ms", Duration.ofDays(7).toMillis())
                        .build(),
                rule("chaos-user-day", ANY, "daily_budget", "user")
                        .set("critical", decimal(USER_LIMIT))
                        .set("budget_percents", List.of(100))
                        .build(),
                rule("chaos-unpriced", ANY, "unpriced_model", "model").build(),
                // Fires when every single call of the project is counted…
                rule("chaos-project-all", exact, "daily_budget", "project")
                        .set("critical", decimal(total))
                        .set("budget_percents", List.of(100))
                        .build(),
                // … and this one when any is counted twice.
                rule("chaos-project-more", exact, "daily_budget", "project")
                        .set("critical", decimal(total + 1))
                        .set("budget_percents", List.of(100))
                        .build());
    }

    private static GenericRecordBuilder rule(String id, String project, String kind, String scope) {
        return new GenericRecordBuilder(SCHEMA)
                .set("rule_id", id)
                .set("version", 1)
                .set("project_id", project)
                .set("kind", symbol("kind", kind))
                .set("scope", symbol("scope", scope));
    }

    private static GenericData.EnumSymbol symbol(String field, String name) {
        return new GenericData.EnumSymbol(SCHEMA.getField(field).schema(), name);
    }

    private static ByteBuffer decimal(long nanos) {
        return ByteBuffer.wrap(BigInteger.valueOf(nanos).toByteArray());
    }
}
