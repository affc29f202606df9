package io.watchllm.alerting.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.alerting.RaisedAlert;
import io.watchllm.alerting.Sample;
import io.watchllm.alerting.group.AlertGroups;
import io.watchllm.alerting.group.AlertIntake;
import io.watchllm.alerting.group.RuleSet;
import io.watchllm.alerting.group.StoredGroups;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.window.PaneBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Events may be older than 1970, where times are below 0: no number of a time stands for "never" or "none". */
class EarlyTimesTest {

    /** Whole days, so that all is cut alike: to the middle of 1943, and to the turn to 1970. */
    private static final List<Long> SHIFTS_MS = List.of(-Duration.ofDays(30_240).toMillis(), -Sample.START_MS);

    private static final long BEFORE_MIDNIGHT_MS = Duration.ofMinutes(5).toMillis();

    @Property(tries = 15)
    void shouldRaiseBefore1970WhatTheyRaiseAfterIt(@ForAll long seed) {
        var now = run(seed, 0);

        assertThat(now).isNotEmpty();
        for (long shiftMs : SHIFTS_MS) {
            assertThat(run(seed, shiftMs)).as("shifted by " + shiftMs).isEqualTo(now);
        }
    }

    /** The alerts with their times shifted back. */
    private static List<String> run(long seed, long shiftMs) {
        var random = new Random(seed);
        var rules = RuleSet.of(Sample.eachKind());
        var alerts = new ArrayList<RaisedAlert>();
        var groups = new AlertGroups(rules, 1_000);
        var runs = new AlertGroups(rules, 1_000);
        var intake = new AlertIntake(runs);
        var groupStore = new StoredGroups();
        var runStore = new StoredGroups();
        long nowMs = Sample.START_MS - BEFORE_MIDNIGHT_MS + shiftMs;
        for (int number = 0; number < 300; number++) {
            nowMs += random.nextInt(20) == 0 ? random.nextInt(100_000) : random.nextInt(1_500);
            var now = new Moment(nowMs, nowMs);
            if (random.nextInt(4) == 0) {
                groups.tick(now, alerts::add);
                runs.tick(now, alerts::add);
            }
            long timeMs = random.nextInt(6) == 0 ? nowMs - random.nextInt(200_000) : nowMs;
            intake.observe(Sample.any(random, "e" + number, timeMs), now, alerts::add);
            var current = groups;
            var source = new PaneBatch.Source(0, nowMs);
            intake.drain(parts -> PaneBatch.pack(
                    source,
                    parts,
                    value -> PaneBatch.unpack(value).parts().forEach(part -> current.merge(part, now, alerts::add))));
            if (number % 50 == 0) {
                groups = restarted(groups, rules, groupStore);
                runs = restarted(runs, rules, runStore);
                intake = new AlertIntake(runs);
            }
        }
        return alerts.stream().map(alert -> line(alert, shiftMs)).toList();
    }

    private static AlertGroups restarted(AlertGroups alertGroups, RuleSet rules, StoredGroups store) {
        store.save(alertGroups);
        var next = new AlertGroups(rules, 1_000);
        store.restore(next);
        return next;
    }

    private static String line(RaisedAlert alert, long shiftMs) {
        var status = alert.status();
        return alert.key() + " " + status.state() + " " + status.level() + " " + (status.timeMs() - shiftMs) + " "
                + status.threshold() + " " + alert.finding().actual() + " "
                + alert.finding().samples();
    }
}
