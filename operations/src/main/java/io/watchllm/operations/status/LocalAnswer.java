package io.watchllm.operations.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchllm.runtime.Health.Status;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Response of a process over HTTP. Another program may listen at the address, so a response is limited in time, from
 * the first byte of the request to the last of the response, and in size.
 *
 * @param status status code
 * @param body text of the response
 */
public record LocalAnswer(int status, String body) {
    /** Status code of a success. */
    static final int OK = 200;

    private static final long BYTES_MAX = 4 << 20;

    /**
     * Sends a request.
     *
     * @param timeout how long the whole response may take
     * @throws IOException when there is no response, it takes too long or is too large
     */
    public static LocalAnswer of(URI uri, Duration timeout) throws IOException, InterruptedException {
        var http = HttpClient.newBuilder().connectTimeout(timeout).build();
        var request = HttpRequest.newBuilder(uri).timeout(timeout).build();
        // The client's own timeout ends with the headers.
        var question = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), BYTES_MAX));
        try {
            var response = question.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new LocalAnswer(response.statusCode(), response.body());
        } catch (TimeoutException late) {
            throw new HttpTimeoutException("the answer was not whole within " + timeout.toMillis() + " ms");
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof IOException problem ? problem : new IOException(failure.getCause());
        } finally {
            question.cancel(true);
            http.shutdownNow();
        }
    }

    /**
     * Health that a process reports at an address such as {@code http://localhost:8080/health/ready}; down when it does
     * not answer.
     */
    public static Status health(URI uri, Duration timeout) throws InterruptedException {
        try {
            var answer = of(uri, timeout);
            return new Status(answer.status() == OK, answer.body().strip());
        } catch (IOException problem) {
            return Status.down("no answer from " + uri + " (" + problem + "). Does the process run, and is"
                    + " WATCHLLM_HTTP_PORT the one that it was started with?");
        }
    }
}
