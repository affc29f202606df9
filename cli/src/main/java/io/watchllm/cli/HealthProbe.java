package io.watchllm.cli;

import io.watchllm.service.Health.Status;
import io.watchllm.service.HttpSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Asks a process how it is.
 *
 * @param base where that process serves its health
 * @param timeout how long the answer may take
 */
record HealthProbe(URI base, Duration timeout) {
    private static final int OK = 200;

    /** Asks a process on this machine that was started with these settings. */
    HealthProbe(HttpSettings settings, Duration timeout) {
        this(base(settings), timeout);
    }

    /** Where a process on this machine with these settings serves its health. */
    static URI base(HttpSettings settings) {
        var host = settings.host().equals("0.0.0.0") ? "127.0.0.1" : settings.host();
        return URI.create("http://" + host + ":" + settings.port());
    }

    /** What the process says at a path such as {@code /health/ready}; no answer is down. */
    Status ask(String path) throws InterruptedException {
        var uri = base.resolve(path);
        try (var http = HttpClient.newBuilder().connectTimeout(timeout).build()) {
            var request = HttpRequest.newBuilder(uri).timeout(timeout).build();
            var answer = http.send(request, BodyHandlers.ofString());
            return new Status(answer.statusCode() == OK, answer.body().strip());
        } catch (IOException problem) {
            return Status.down("no answer from " + uri + " (" + problem + "). Does the process run, and is"
                    + " WATCHLLM_HTTP_PORT the one that it was started with?");
        }
    }
}
