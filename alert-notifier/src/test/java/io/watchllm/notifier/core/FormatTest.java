package io.watchllm.notifier.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.watchllm.control.Alert;
import io.watchllm.events.AlertState;
import io.watchllm.notifier.Alerts;
import io.watchllm.notifier.core.Format.Notification;
import io.watchllm.runtime.Secret;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FormatTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final Secret SECRET = new Secret("whsec_test");

    /** Computed with: printf '1700000000.{"a":"ü"}' | openssl dgst -sha256 -hmac whsec_test */
    private static final String BY_OPENSSL = "39c77d4f99a807ca4ab32e3c1fc455424bc1cda39e5c93618d15f5f6b7abdf94";

    @Test
    void shouldSignAsOpensslDoes() {
        assertThat(Signature.of("whsec_test", NOW, "{\"a\":\"ü\"}")).isEqualTo("t=1700000000,v1=" + BY_OPENSSL);
    }

    @Test
    void shouldGiveAWebhookAllThatTheAlertCarries() throws Exception {
        var notification = notification(Format.WEBHOOK, Message.of(Alerts.of("a-1", "cost", "u-7")), SECRET);
        var body = json(notification);

        assertThat(body.path("id").asText()).isEqualTo("a-1");
        assertThat(body.path("kind").asText()).isEqualTo("alert");
        assertThat(body.path("text").asText())
                .isEqualTo("[critical, firing] shop cost u-7: cost of user u-7 is 12.5 USD");
        var alert = body.path("alerts").path(0);
        assertThat(alert.path("alert_actual_value").decimalValue()).isEqualByComparingTo("12.5");
        assertThat(notification.body())
                .contains("\"alert_threshold\":10,", "\"alert_affected_models\":[\"gpt-4o\",\"o3\"]")
                .contains("\"alert_first_event_time\":\"2026-11-01T07:59:00Z\"")
                .doesNotContain("alert_baseline");
        assertThat(notification.headers())
                .containsEntry("WatchLLM-Event-Id", "a-1")
                .containsEntry(Signature.HEADER, Signature.of("whsec_test", NOW, notification.body()));
    }

    @Test
    void shouldSignNothingWithoutASecret() {
        var notification = notification(Format.WEBHOOK, Message.of(Alerts.of("a-1", "cost", "u-7")), Secret.EMPTY);

        assertThat(notification.headers()).containsOnlyKeys("WatchLLM-Event-Id");
    }

    @Test
    void shouldGiveADigestOfTheSameAlertsTheSameId() throws Exception {
        var first = new Message(List.of(Alerts.of("a-1", "r", "g"), Alerts.of("a-2", "r", "h")));
        var again = new Message(List.of(Alerts.of("a-1", "r", "g"), Alerts.of("a-2", "r", "h")));
        var other = new Message(List.of(Alerts.of("a-1", "r", "g"), Alerts.of("a-3", "r", "h")));

        assertThat(first.id()).startsWith("digest-").isEqualTo(again.id()).isNotEqualTo(other.id());
        var body = json(notification(Format.WEBHOOK, first, SECRET));
        assertThat(body.path("kind").asText()).isEqualTo("digest");
        assertThat(body.path("alerts")).hasSize(2);
    }

    @Test
    void shouldEscapeForSlackWhatAValueHoldsButNotTheTemplate() throws Exception {
        var alert = Alerts.of("a-1", "cost", "<!channel> & co");
        var template = new TextTemplate("<https://x|{alert_group}>");

        var notification = Format.SLACK.notification(Message.of(alert), template, Secret.EMPTY, NOW);

        assertThat(json(notification).path("text").asText()).isEqualTo("<https://x|&lt;!channel&gt; &amp; co>");
        assertThat(json(notification)).hasSize(1);
    }

    @Test
    void shouldShortenALargeDigestForSlack() throws Exception {
        var alerts = IntStream.range(0, 50)
                .mapToObj(index -> Alerts.of("a-" + index, "r", "g" + index))
                .toList();

        var text = json(notification(Format.SLACK, new Message(alerts), Secret.EMPTY))
                .path("text")
                .asText();

        assertThat(text.lines()).hasSize(22);
        assertThat(text)
                .startsWith("*50 alerts*\n")
                .contains("r g19:")
                .doesNotContain("r g20:")
                .endsWith("… and 30 more");
    }

    @Test
    void shouldOpenAndCloseOneIncidentAtPagerDuty() throws Exception {
        var open = json(notification(Format.PAGERDUTY, Message.of(Alerts.of("a-1", "cost", "u-7")), SECRET));
        var close = json(notification(
                Format.PAGERDUTY, Message.of(Alerts.of("a-2", "cost", "u-7", AlertState.resolved)), SECRET));

        assertThat(open.path("routing_key").asText()).isEqualTo("whsec_test");
        assertThat(open.path("event_action").asText()).isEqualTo("trigger");
        assertThat(open.path("dedup_key").asText()).isEqualTo("shop|cost|u-7");
        assertThat(open.at("/payload/severity").asText()).isEqualTo("critical");
        assertThat(open.at("/payload/summary").asText()).contains("12.5 USD");
        assertThat(open.at("/payload/source").asText()).isEqualTo("watchllm/shop");
        assertThat(open.at("/payload/custom_details/alert_sample_count").asInt())
                .isEqualTo(40);
        assertThat(close.path("event_action").asText()).isEqualTo("resolve");
        assertThat(close.path("dedup_key")).isEqualTo(open.path("dedup_key"));
    }

    @Test
    void shouldOpenAnIncidentForEachProject() throws Exception {
        var a = Alerts.in("shop-a", Alerts.of("a", "user-spend", "u1"));
        var b = Alerts.in("shop-b", Alerts.of("b", "user-spend", "u1"));

        assertThat(dedupKey(a)).isNotEqualTo(dedupKey(b)).isEqualTo(dedupKey(resolved(a)));
        assertThat(dedupKey(b)).isEqualTo(dedupKey(resolved(b)));
    }

    @Property
    void shouldGiveTheSameIncidentOnlyToTheSameProjectRuleAndGroup(
            @ForAll("names") List<String> one, @ForAll("names") List<String> two) throws Exception {
        var first = Alerts.in(one.get(0), Alerts.of("1", one.get(1), one.get(2)));
        var second = Alerts.in(two.get(0), Alerts.of("2", two.get(1), two.get(2)));

        assertThat(dedupKey(first).equals(dedupKey(second))).isEqualTo(one.equals(two));
        assertThat(dedupKey(first).length()).isBetween(1, 255);
    }

    @Provide
    Arbitrary<List<String>> names() {
        return Arbitraries.of("a", "b", "|", "\\", "~", "🙂".repeat(100), "")
                .list()
                .ofMaxSize(3)
                .map(parts -> String.join("", parts))
                .list()
                .ofSize(3);
    }

    private static Alert resolved(Alert alert) {
        return Alerts.in(
                alert.getProjectId(),
                Alerts.of(
                        "end",
                        String.valueOf(alert.getAlert().getAlertRuleId()),
                        String.valueOf(alert.getAlert().getAlertGroup()),
                        AlertState.resolved));
    }

    private static String dedupKey(Alert alert) throws Exception {
        return json(notification(Format.PAGERDUTY, Message.of(alert), SECRET))
                .path("dedup_key")
                .asText();
    }

    @Test
    void shouldKeepLongKeysApartAtPagerDuty() throws Exception {
        var one = json(notification(Format.PAGERDUTY, Message.of(Alerts.of("a", "r", "x".repeat(300) + "1")), SECRET));
        var two = json(notification(Format.PAGERDUTY, Message.of(Alerts.of("a", "r", "x".repeat(300) + "2")), SECRET));

        assertThat(one.path("dedup_key").asText())
                .hasSize(255)
                .isNotEqualTo(two.path("dedup_key").asText());
    }

    @Test
    void shouldNotShowWhatALetterHolds() {
        assertThat(notification(Format.PAGERDUTY, Message.of(Alerts.of("a-1", "r", "g")), SECRET)
                        .toString())
                .doesNotContain("whsec_test");
    }

    private static Notification notification(Format format, Message message, Secret secret) {
        return format.notification(message, TextTemplate.DEFAULT, secret, NOW);
    }

    private static JsonNode json(Notification notification) throws Exception {
        return new JsonMapper().readTree(notification.body());
    }
}
