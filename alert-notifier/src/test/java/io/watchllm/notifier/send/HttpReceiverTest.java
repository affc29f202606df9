package io.watchllm.notifier.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.notifier.Alerts;
import io.watchllm.notifier.config.Endpoint;
import io.watchllm.notifier.config.NotifierTarget;
import io.watchllm.notifier.core.AlertFilter;
import io.watchllm.notifier.core.DeliveryPolicy.RateLimit;
import io.watchllm.notifier.core.DeliveryPolicy.RetryPolicy;
import io.watchllm.notifier.core.Format;
import io.watchllm.notifier.core.Message;
import io.watchllm.notifier.core.Outcome;
import io.watchllm.notifier.core.Signature;
import io.watchllm.notifier.core.Target;
import io.watchllm.notifier.core.TextTemplate;
import io.watchllm.runtime.Secret;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpReceiverTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Message MESSAGE = Message.of(Alerts.of("a-1", "cost", "u-7"));

    private final FakeReceiver fake = new FakeReceiver();
    private final HttpClient client = HttpReceiver.client();

    @AfterEach
    void close() {
        client.shutdownNow();
        fake.close();
    }

    @Test
    void shouldPostSignedJson() throws Exception {
        assertThat(receiver(fake.url(), LONG).send(MESSAGE)).isEqualTo(new Outcome.Delivered());

        var got = fake.got().getFirst();
        assertThat(got.header("Content-type")).isEqualTo("application/json");
        assertThat(got.header("Watchllm-event-id")).isEqualTo("a-1");
        assertThat(got.header("Watchllm-signature")).isEqualTo(Signature.of("s3cret", Alerts.TIME, got.body()));
        assertThat(got.header("User-agent")).startsWith("watchllm-notifier/");
    }

    @Test
    void shouldTellAnAlertWhoseIdNoHeaderCanHold() throws Exception {
        for (var format : Format.values()) {
            for (var id : List.of("a\r\nX-Forged: 1", "ключ", "\u0000", "\u007f", "🙂", "a b", "50%")) {
                assertThat(receiver(format).send(Message.of(Alerts.of(id, "cost", "u-7"))))
                        .as("%s %s", format, id)
                        .isEqualTo(new Outcome.Delivered());
            }
        }

        assertThat(fake.got()).allSatisfy(got -> assertThat(got.headers()).doesNotContainKey("X-forged"));
        assertThat(fake.got())
                .extracting(got -> got.header("Watchllm-event-id"))
                .startsWith(
                        "a%0D%0AX-Forged:%201",
                        "%D0%BA%D0%BB%D1%8E%D1%87", "%00", "%7F", "%F0%9F%99%82", "a%20b", "50%25");
    }

    @Test
    void shouldSayWhatTheTargetAnswered() throws Exception {
        fake.then(500, Map.of(), "")
                .then(429, Map.of("Retry-After", "7"), "slow\n down")
                .then(400, Map.of(), "no");
        var receiver = receiver(fake.url(), LONG);

        assertThat(receiver.send(MESSAGE)).isEqualTo(new Outcome.Failed("answered 500", null));
        assertThat(receiver.send(MESSAGE))
                .isEqualTo(new Outcome.Failed("answered 429 (slow down)", Duration.ofSeconds(7)));
        assertThat(receiver.send(MESSAGE)).isEqualTo(new Outcome.Refused("answered 400 (no)"));
        assertThat(receiver.send(MESSAGE)).isEqualTo(new Outcome.Delivered());
    }

    @Test
    void shouldNotShowTheSecretsThatAnAnswerRepeats() throws Exception {
        fake.then(403, Map.of(), "bad token s3cret for " + fake.url() + " and /hook/T0KEN-in-path");

        var outcome = receiver(fake.url(), LONG).send(MESSAGE);

        assertThat(outcome)
                .isEqualTo(new Outcome.Failed("answered 403 (bad token (hidden) for (hidden) and (hidden))", null));
    }

    @Test
    void shouldFollowNoRedirect() throws Exception {
        fake.then(302, Map.of("Location", fake.url()), "");

        assertThat(receiver(fake.url(), LONG).send(MESSAGE)).isEqualTo(new Outcome.Failed("answered 302", null));
        assertThat(fake.got()).hasSize(1);
    }

    @Test
    void shouldGiveUpAnAttemptThatGetsNoAnswer() throws Exception {
        fake.then(FakeReceiver.SILENCE, Map.of(), "");

        assertThat(receiver(fake.url(), Duration.ofMillis(300)).send(MESSAGE))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class, failed -> assertThat(failed.why()).startsWith("gave no answer"));
    }

    @Test
    void shouldSayThatNobodyListensWithoutTheAddress() throws Exception {
        int port;
        try (var taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
        }

        assertThat(receiver("http://127.0.0.1:" + port + "/T0KEN", LONG).send(MESSAGE))
                .isEqualTo(new Outcome.Failed("does not take connections", null));
    }

    private HttpReceiver receiver(Format format) {
        return receiver(format, fake.url(), LONG);
    }

    private HttpReceiver receiver(String url, Duration timeout) {
        return receiver(Format.WEBHOOK, url, timeout);
    }

    private HttpReceiver receiver(Format format, String url, Duration timeout) {
        var target =
                new Target("t", format, AlertFilter.ALL, TextTemplate.DEFAULT, RateLimit.DEFAULT, RetryPolicy.DEFAULT);
        var endpoint = new Endpoint(new Secret(url), new Secret("s3cret"), timeout);
        return new HttpReceiver(client, new NotifierTarget(target, endpoint), InstantSource.fixed(Alerts.TIME));
    }
}
