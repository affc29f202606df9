package io.watchllm.notifier.send;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchllm.notifier.config.NotifierTarget;
import io.watchllm.notifier.core.Message;
import io.watchllm.notifier.core.Outcome;
import io.watchllm.notifier.core.Texts;
import io.watchllm.runtime.ProgramVersion;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Posts messages to the address of a target. Its messages never contain the address or the secret. */
public final class HttpReceiver {
    private static final int EXCERPT_CHARACTERS_MAX = 200;
    private static final int ANSWER_BYTES_MAX = 64 << 10;

    private final HttpClient client;
    private final NotifierTarget target;
    private final InstantSource clock;

    /**
     * A receiver for one target.
     *
     * @param client shared by all; follows no redirects, since a signed body is only for its receiver
     */
    public HttpReceiver(HttpClient client, NotifierTarget target, InstantSource clock) {
        this.client = client;
        this.target = target;
        this.clock = clock;
    }

    /** A client for all receivers. */
    public static HttpClient client() {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /**
     * Sends the message once, and returns within the target's timeout.
     *
     * @throws InterruptedException when the notifier stops meanwhile; it is then unknown whether the target has it
     */
    public Outcome send(Message message) throws InterruptedException {
        HttpRequest request;
        try {
            request = request(message);
        } catch (RuntimeException unfit) {
            // No alert should cause this. If one does, a retry would fail the same way.
            return new Outcome.Refused(
                    "can't be sent this message (" + unfit.getClass().getSimpleName() + ")");
        }
        return send(request);
    }

    private Outcome send(HttpRequest request) throws InterruptedException {
        var timeout = target.endpoint().timeout();
        // The client's own timeout ends with the headers; an endless body must not block us either.
        var answer = client.sendAsync(request, onlyWhatIsShown());
        try {
            var response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            var retryAfter = response.headers().firstValue("Retry-After").orElse(null);
            return Outcome.of(response.statusCode(), excerpt(response.body()), retryAfter, clock.instant());
        } catch (TimeoutException late) {
            return new Outcome.Failed("gave no answer within " + timeout.toMillis() + " ms", null);
        } catch (ExecutionException failure) {
            return new Outcome.Failed(why(failure.getCause()), null);
        } finally {
            answer.cancel(true);
        }
    }

    private HttpRequest request(Message message) {
        var endpoint = target.endpoint();
        var notification = target.target()
                .format()
                .notification(message, target.target().template(), endpoint.secret(), clock.instant());
        var request = HttpRequest.newBuilder(endpoint.uri())
                .timeout(endpoint.timeout())
                .header("Content-Type", "application/json")
                .header("User-Agent", "watchllm-notifier/" + ProgramVersion.TEXT)
                .POST(BodyPublishers.ofString(notification.body(), UTF_8));
        notification.headers().forEach(request::header);
        return request.build();
    }

    private static BodyHandler<String> onlyWhatIsShown() {
        return response -> response.statusCode() / 100 == 2
                ? BodySubscribers.replacing("")
                : BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), ANSWER_BYTES_MAX)
                        .apply(response);
    }

    /** Beginning of an answer; a receiver may echo what it was sent, secrets included. */
    private String excerpt(String body) {
        var endpoint = target.endpoint();
        var shown = hide(body, endpoint.secret().reveal());
        shown = hide(shown, endpoint.address().reveal());
        shown = hide(shown, String.valueOf(endpoint.uri().getRawPath()));
        return Texts.cut(shown.replaceAll("\\s+", " ").strip(), EXCERPT_CHARACTERS_MAX);
    }

    private static String hide(String text, String secret) {
        return secret.length() < 2 ? text : text.replace(secret, "(hidden)");
    }

    /** In our own words: the client's messages may contain the address. */
    private static String why(@Nullable Throwable failure) {
        return switch (failure) {
            case CompletionException wrapper when wrapper.getCause() != null -> why(wrapper.getCause());
            case HttpTimeoutException late -> "gave no answer in time";
            case ConnectException unreachable
            when unreachable.getCause() instanceof UnresolvedAddressException ->
                "has an address whose host is not known";
            case ConnectException unreachable -> "does not take connections";
            case IOException broken ->
                "broke the connection (" + broken.getClass().getSimpleName() + ")";
            case null -> "failed";
            default -> "failed (" + failure.getClass().getSimpleName() + ")";
        };
    }
}
