package io.watchllm.alerting.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.RaisedAlert;
import io.watchllm.alerting.Sample;
import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.model.Observation.Outcome;
import io.watchllm.alerting.model.SnapshotCodec;
import io.watchllm.alerting.rule.Rule;
import io.watchllm.alerting.snapshot.StateSnapshot;
import io.watchllm.alerting.window.Accumulator;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Which shares of a budget are emitted, for which day or run, whenever the money comes. */
class BudgetStateTest {

    private static final long DAY_MS = Duration.ofDays(1).toMillis();
    private static final long HOUR_MS = Duration.ofHours(1).toMillis();
    private static final int FULL = 100;

    private final List<RaisedAlert> alerts = new ArrayList<>();
    private long late;
    private final AlertSink sink = new AlertSink() {
        @Override
        public void raised(RaisedAlert alert) {
            alerts.add(alert);
        }

        @Override
        public void late(Rule rule, long events) {
            late += events;
        }
    };

    private static GroupState state(String rule) {
        return GroupState.of(Sample.rule(rule), new Group("p", "p"));
    }

    private static Observation call(long timeMs, String usd) {
        var free = Sample.call("e" + timeMs, timeMs, 0, 1, Outcome.SUCCESS);
        var numbers = new Observation.Numbers(
                new BigDecimal(usd).movePointRight(9).longValueExact(), 1, 1, 1, Outcome.SUCCESS);
        return new Observation(free.kind(), free.who(), free.eventId(), timeMs, numbers, null);
    }

    private void spend(GroupState state, long timeMs, String usd) {
        state.observe(call(timeMs, usd), new Moment(timeMs, timeMs), sink);
    }

    /** As it comes over the topic of panes. */
    private void spendInAPane(GroupState state, long timeMs, String usd) {
        var part = new Accumulator();
        part.add(state.rule().measurement(), call(timeMs, usd));
        state.merge(state.rule().pane(timeMs), part, new Moment(timeMs, timeMs), sink);
    }

    private List<String> emitted() {
        return alerts.stream()
                .map(alert -> alert.status().level() + " " + alert.finding().detail())
                .toList();
    }

    @Test
    void shouldEmitOnlyTheHighestShareThatOneCallPassesHoweverMuchItCosts() {
        var shipped = state("kind: run_budget, limit: 5, budget_percents: [100]");
        spend(shipped, Sample.START_MS, "100000");
        spend(shipped, Sample.START_MS, "999999999.999999999");
        assertThat(emitted()).containsExactly("critical 2000000 %", "critical 20001999900 %");

        alerts.clear();
        var smallest = state("kind: run_budget, limit: 0.000000001");
        spend(smallest, Sample.START_MS, "0.000000003");
        for (int call = 0; call < 20; call++) {
            spend(smallest, Sample.START_MS, "999999999.999999999");
        }
        assertThat(emitted())
                .as("beyond the largest number that a share can be there is no further one")
                .containsExactly("critical 300 %", "critical 9223372036854775800 %");

        alerts.clear();
        var largest = state("kind: run_budget, limit: 9000000000, budget_percents: [1, 1000]");
        for (int call = 0; call < 20; call++) {
            spend(largest, Sample.START_MS, "999999999.999999999");
        }
        assertThat(emitted())
                .as("what is beyond the largest sum is no multiple of it")
                .containsExactly("warn 1 %");
    }

    @Test
    void shouldCountMoneyOfTheLastSevenDaysByItsDayAndOlderMoneyAsLate() {
        var state = state("kind: daily_budget, limit: 10, budget_percents: [100]");
        spendInAPane(state, Sample.START_MS + 7 * DAY_MS, "1");
        for (int day = 6; day >= 0; day--) {
            spendInAPane(state, Sample.START_MS + day * DAY_MS, "6");
        }
        assertThat(alerts).isEmpty();
        spendInAPane(state, Sample.START_MS - 1, "99");
        assertThat(late).isEqualTo(1);

        for (int day = 0; day < 7; day++) {
            spendInAPane(state, Sample.START_MS + day * DAY_MS + HOUR_MS, "6");
        }
        assertThat(alerts).extracting(alert -> alert.status().timeMs()).containsExactly(everyDay());
        assertThat(alerts).allMatch(alert -> alert.finding().actual() == 12_000_000_000L);

        spendInAPane(state, Sample.START_MS + 8 * DAY_MS, "1");
        spendInAPane(state, Sample.START_MS, "99");
        assertThat(late).as("the first day is forgotten").isEqualTo(2);
        assertThat(alerts).hasSize(7);
    }

    private static Long[] everyDay() {
        var times = new Long[7];
        for (int day = 0; day < times.length; day++) {
            times[day] = Sample.START_MS + day * DAY_MS + HOUR_MS;
        }
        return times;
    }

    @Test
    void shouldNotBeForgottenWhileADayOfItStillCounts() {
        var state = state("kind: daily_budget, limit: 10, time_zone: America/New_York");
        spend(state, Sample.START_MS, "6");
        long nextMs = Sample.START_MS;
        while (!state.isOver(nextMs)) {
            nextMs += HOUR_MS;
        }
        var next = state("kind: daily_budget, limit: 10, time_zone: America/New_York");
        alerts.clear();

        spend(next, nextMs, "1");
        spend(next, Sample.START_MS, "6");

        assertThat(alerts)
                .as("a day that had an alert is not counted again from 0")
                .isEmpty();
        assertThat(late).isEqualTo(1);
    }

    @Test
    void shouldBearTheTimeOfTheNewestMoneyWhenOlderMoneyTipsTheScales() {
        var state = state("kind: run_budget, limit: 10, budget_percents: [100]");
        spend(state, Sample.START_MS + HOUR_MS, "6");
        spend(state, Sample.START_MS, "6");

        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.status().timeMs()).isEqualTo(Sample.START_MS + HOUR_MS);
            assertThat(alert.backfill()).isFalse();
        });
    }

    /** Days and runs in any order, late by up to ten days, with restarts; an oracle that keeps it all. */
    @Property(tries = 60)
    void shouldEmitWhatARecomputationEmits(@ForAll long seed) {
        var random = new Random(seed);
        boolean daily = random.nextBoolean();
        var rule = Sample.rule(
                daily
                        ? "kind: daily_budget, limit: 7, budget_percents: [30, 90, 250], time_zone: America/New_York"
                        : "kind: run_budget, limit: 7, budget_percents: [30, 90, 250]");
        var state = GroupState.of(rule, new Group("p", "p"));
        var naive = new NaiveBudget(daily);
        var emitted = new ArrayList<String>();
        AlertSink lines = alert -> emitted.add(alert.finding().detail() + " of "
                + BigDecimal.valueOf(alert.finding().actual(), 9)
                        .stripTrailingZeros()
                        .toPlainString());
        // Clocks are put back in New York on the first day.
        long nowMs = Sample.START_MS - 3 * HOUR_MS;
        for (int number = 0; number < 200; number++) {
            nowMs += random.nextInt((int) (3 * HOUR_MS));
            long timeMs = random.nextInt(3) == 0 ? nowMs - random.nextLong(10 * DAY_MS) : nowMs;
            var usd = BigDecimal.valueOf(random.nextInt(20) == 0 ? random.nextInt(100) : random.nextInt(2), 0)
                    .add(BigDecimal.valueOf(random.nextInt(1_000), 3));
            var now = new Moment(nowMs, nowMs);
            if (random.nextBoolean()) {
                var part = new Accumulator();
                part.add(rule.measurement(), call(timeMs, usd.toPlainString()));
                state.merge(rule.pane(timeMs), part, now, lines);
            } else {
                state.observe(call(timeMs, usd.toPlainString()), now, lines);
            }
            naive.spend(timeMs, usd);
            if (random.nextInt(5) == 0) {
                state = restarted(rule, state);
            }
        }

        assertThat(emitted).isNotEmpty().isEqualTo(naive.emitted);
    }

    private static GroupState restarted(ActiveRule rule, GroupState state) {
        var codec = new SnapshotCodec<StateSnapshot>(StateSnapshot.getClassSchema());
        return GroupState.of(rule, state.group(), codec.decode(codec.encode(state.head())), null);
    }

    /** Every total for ever, in decimals. */
    private static final class NaiveBudget {
        private static final ZoneId ZONE = ZoneId.of("America/New_York");
        private static final BigDecimal LIMIT = new BigDecimal(7);
        private final boolean daily;
        private final Map<LocalDate, BigDecimal> totals = new HashMap<>();
        private final Map<LocalDate, Integer> highest = new HashMap<>();
        private final List<String> emitted = new ArrayList<>();
        private LocalDate newest = LocalDate.MIN;

        NaiveBudget(boolean daily) {
            this.daily = daily;
        }

        void spend(long timeMs, BigDecimal usd) {
            var day = daily ? Instant.ofEpochMilli(timeMs).atZone(ZONE).toLocalDate() : LocalDate.EPOCH;
            newest = day.isAfter(newest) ? day : newest;
            if (newest.toEpochDay() - day.toEpochDay() > 7) {
                return;
            }
            var total = totals.merge(day, usd, BigDecimal::add);
            int share = share(total.multiply(new BigDecimal(FULL))
                    .divide(LIMIT, new MathContext(20, RoundingMode.DOWN))
                    .setScale(0, RoundingMode.DOWN)
                    .intValueExact());
            if (share > highest.getOrDefault(day, 0)) {
                highest.put(day, share);
                emitted.add(share + " % of " + total.stripTrailingZeros().toPlainString());
            }
        }

        /** 30, 90 and 250, then 300 and each further hundred. */
        private static int share(int percent) {
            int wholes = percent / FULL * FULL;
            if (wholes >= 300) {
                return wholes;
            }
            return percent >= 250 ? 250 : percent >= 90 ? 90 : percent >= 30 ? 30 : 0;
        }
    }
}
