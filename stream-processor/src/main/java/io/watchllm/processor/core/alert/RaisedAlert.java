package io.watchllm.processor.core.alert;

import io.watchllm.events.AlertLevel;
import io.watchllm.events.AlertState;
import io.watchllm.processor.core.alert.model.Group;
import io.watchllm.processor.core.alert.rule.Rule;
import java.util.UUID;

/**
 * An alert.
 *
 * @param id the same whenever the same events come again
 * @param said what it says of its episode
 * @param finding the numbers that made it
 * @param lagMs time from the event to the alert
 */
public record RaisedAlert(UUID id, Rule rule, Group group, Said said, Finding finding, long lagMs) {

    /**
     * What an alert says of its episode.
     *
     * @param timeMs event time
     * @param threshold the bound of the level, in billionths
     */
    public record Said(AlertState state, AlertLevel level, long timeMs, long threshold) {}

    /** Which alert of which episode. */
    public record Place(long episodeStartMs, long sequence) {}

    /**
     * The alert.
     *
     * @param wallMs what the clock says now
     */
    public static RaisedAlert of(Rule rule, Group group, Said said, Place place, Finding finding, long wallMs) {
        var level = said.state() == AlertState.suppressed
                ? AlertState.suppressed.name()
                : said.level().name();
        return new RaisedAlert(
                AlertIds.of(rule, group, place.episodeStartMs(), level, place.sequence()),
                rule,
                group,
                said,
                finding,
                // What the clock brought about, as silence, has no event of its own time.
                Math.max(0, wallMs - Math.max(finding.trigger().timeMs(), said.timeMs())));
    }

    /** Whether it is about events so old that nobody is to be notified. */
    public boolean backfill() {
        return lagMs > rule.policy().maxEventAgeMs();
    }

    /** Key on the topic of alerts: that of the rule, whose id has no separator, before that of the group. */
    public String key() {
        return rule.id() + "|" + group.key();
    }
}
