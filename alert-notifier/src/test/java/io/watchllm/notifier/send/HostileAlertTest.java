package io.watchllm.notifier.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.watchllm.control.Alert;
import io.watchllm.notifier.Alerts;
import io.watchllm.notifier.config.Endpoint;
import io.watchllm.notifier.config.NotifierTarget;
import io.watchllm.notifier.core.AlertFilter;
import io.watchllm.notifier.core.DeliveryPolicy.RateLimit;
import io.watchllm.notifier.core.DeliveryPolicy.RetryPolicy;
import io.watchllm.notifier.core.Format;
import io.watchllm.notifier.core.Message;
import io.watchllm.notifier.core.Outcome;
import io.watchllm.notifier.core.Target;
import io.watchllm.notifier.core.TextTemplate;
import io.watchllm.runtime.Secret;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

/** Whatever the texts of an alert hold, each format makes a message of it that can be sent. */
class HostileAlertTest {
    private static final Secret SECRET = new Secret("s3cret");
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT = HttpReceiver.client();

    @Property(tries = 60)
    void shouldBecomeARequestAndJson(
            @ForAll Format format, @ForAll @NotEmpty @Size(max = 3) List<@From("hostile") String> texts)
            throws Exception {
        for (var message : messages(format, texts)) {
            var notification = format.notification(message, TextTemplate.DEFAULT, SECRET, Alerts.TIME);

            assertThat(JSON.readTree(notification.body()).isObject()).isTrue();
            assertThat(notification.headers().values()).allMatch(value -> value.matches("[!-~]{0,255}"));
            // Nobody listens on that port: a message that could not be made would be refused, not failed.
            assertThat(receiver(format).send(message)).isInstanceOf(Outcome.Failed.class);
        }
    }

    @Property(tries = 60)
    void shouldBeOneLineOfSlacksTextEach(@ForAll @Size(min = 2, max = 5) List<@From("hostile") String> texts)
            throws Exception {
        var message = messages(Format.SLACK, texts).getLast();
        var notification = Format.SLACK.notification(message, TextTemplate.DEFAULT, Secret.EMPTY, Alerts.TIME);

        var text = JSON.readTree(notification.body()).path("text").asText();
        assertThat(text.split("\\R", -1)).hasSize(1 + texts.size());
        assertThat(text).doesNotContain("<", ">");
        assertThat(text.chars()).noneMatch(each -> Character.isISOControl(each) && each != '\n');
    }

    /** Each alert by itself, and all in a digest where the format has them. */
    private static List<Message> messages(Format format, List<String> texts) {
        var alerts = texts.stream().map(HostileAlertTest::alert).toList();
        var messages = new ArrayList<>(alerts.stream().map(Message::of).toList());
        if (format.digests()) {
            messages.add(new Message(alerts));
        }
        return messages;
    }

    private static Alert alert(String text) {
        return Alert.newBuilder(Alerts.in(text, Alerts.of(text, text, text)))
                .setRunId(text)
                .setMessage(text)
                .build();
    }

    private static HttpReceiver receiver(Format format) {
        var target =
                new Target("t", format, AlertFilter.ALL, TextTemplate.DEFAULT, RateLimit.DEFAULT, RetryPolicy.DEFAULT);
        var endpoint = new Endpoint(new Secret("http://127.0.0.1:1/"), SECRET, Duration.ofSeconds(30));
        return new HttpReceiver(CLIENT, new NotifierTarget(target, endpoint), InstantSource.fixed(Alerts.TIME));
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.strings()
                .withChars(
                        "\u0000\r\n\t\u001b\u007f\u0085\u009b\u00ff\u0100\u2028\u202e\u2066\ufeff\uffff%{}<>&|\\\"aé")
                .ofMaxLength(40)
                .flatMap(text -> Arbitraries.of(text, text + "🙂", text.repeat(100)));
    }
}
