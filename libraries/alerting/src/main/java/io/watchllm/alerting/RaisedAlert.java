package io.watchllm.alerting;

import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.rule.Rule;
import io.watchllm.events.AlertLevel;
import io.watchllm.events.AlertState;
import java.util.UUID;

/**
 * An alert that a rule raised.
 *
 * @param id the same whenever the same events are replayed
 * @param status state and level of its episode
 * @param finding the numbers behind it
 * @param lagMs time from the event to the alert
 */
public record RaisedAlert(UUID id, Rule rule, Group group, AlertStatus status, Finding finding, long lagMs) {

    /**
     * State of the episode.
     *
     * @param timeMs event time
     * @param threshold bound of the level, in billionths
     */
    public record AlertStatus(AlertState state, AlertLevel level, long timeMs, long threshold) {}

    /** Place of an alert in the history of its group: its episode and its number therein. */
    public record EpisodePosition(long episodeStartMs, long sequence) {}

    /**
     * Creates the alert.
     *
     * @param wallMs current wall-clock time
     */
    public static RaisedAlert of(
            Rule rule, Group group, AlertStatus status, EpisodePosition position, Finding finding, long wallMs) {
        var level = status.state() == AlertState.suppressed
                ? AlertState.suppressed.name()
                : status.level().name();
        return new RaisedAlert(
                AlertIds.of(rule, group, position.episodeStartMs(), level, position.sequence()),
                rule,
                group,
                status,
                finding,
                // An alert that time caused, such as silence, has no event to take the time from.
                Math.max(0, wallMs - Math.max(finding.trigger().timeMs(), status.timeMs())));
    }

    /** Whether its events are so old that nobody is notified. */
    public boolean backfill() {
        return lagMs > rule.policy().maxEventAgeMs();
    }

    /** Key on the alerts topic: the rule's key, whose id has no separator, followed by the group's. */
    public String key() {
        return rule.id() + "|" + group.key();
    }
}
