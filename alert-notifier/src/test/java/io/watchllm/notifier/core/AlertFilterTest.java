package io.watchllm.notifier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.AlertState;
import io.watchllm.notifier.Alerts;
import io.watchllm.notifier.core.DeliveryPolicy.RateLimit;
import io.watchllm.notifier.core.DeliveryPolicy.RetryPolicy;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertFilterTest {
    private static final Set<String> ANY = Set.of();

    @Test
    void shouldTakeWhatFitsInEveryRespect() {
        var alert = Alerts.of("a-1", "cost", "u-7", AlertState.resolved);

        assertThat(AlertFilter.ALL.takes(alert)).isTrue();
        assertThat(new AlertFilter(
                                Set.of("shop", "x"),
                                Set.of("critical"),
                                Set.of("cost_spike"),
                                Set.of("cost"),
                                Set.of("resolved"))
                        .takes(alert))
                .isTrue();
        assertThat(new AlertFilter(Set.of("x"), ANY, ANY, ANY, ANY).takes(alert))
                .isFalse();
        assertThat(new AlertFilter(ANY, Set.of("info"), ANY, ANY, ANY).takes(alert))
                .isFalse();
        assertThat(new AlertFilter(ANY, ANY, Set.of("no_data"), ANY, ANY).takes(alert))
                .isFalse();
        assertThat(new AlertFilter(ANY, ANY, ANY, Set.of("x"), ANY).takes(alert))
                .isFalse();
        assertThat(new AlertFilter(ANY, ANY, ANY, ANY, Set.of("firing")).takes(alert))
                .isFalse();
    }

    @Test
    void shouldTellThoseOfWarningsThatAnEpisodeIsOverThatWasCritical() {
        var warnings = new AlertFilter(ANY, Set.of("warn"), ANY, ANY, ANY);

        assertThat(warnings.takes(Alerts.of("a-1", "cost", "u-7"))).as("firing").isFalse();
        assertThat(warnings.takes(Alerts.of("a-2", "cost", "u-7", AlertState.resolved)))
                .as("resolved")
                .isTrue();
    }

    @Test
    void shouldTellNobodyOfAReplay() {
        var alert = Alerts.of("a-1", "cost", "u-7");
        var target = new Target(
                "t", Format.WEBHOOK, AlertFilter.ALL, TextTemplate.DEFAULT, RateLimit.DEFAULT, RetryPolicy.DEFAULT);

        assertThat(target.verdict(alert)).isEqualTo(Target.Verdict.TELL);
        assertThat(target.verdict(Alerts.inReplay(alert))).isEqualTo(Target.Verdict.BACKFILL);
    }
}
