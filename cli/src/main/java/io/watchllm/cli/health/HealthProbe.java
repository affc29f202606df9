package io.watchllm.cli.health;

import io.watchllm.operations.status.LocalAnswer;
import io.watchllm.runtime.Health.Status;
import io.watchllm.runtime.HttpSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * Asks a process how it is.
 *
 * @param base where that process serves its health
 * @param timeout how long the answer may take
 */
public record HealthProbe(URI base, Duration timeout) {
    private static final int OK = 200;

    /** Asks a process on this machine that was started with these settings. */
    HealthProbe(HttpSettings settings, Duration timeout) {
        this(settings.local(), timeout);
    }

    /** What the process says at a path such as {@code /health/ready}; no answer is down. */
    public Status ask(String path) throws InterruptedException {
        var uri = base.resolve(path);
        try {
            var answer = LocalAnswer.of(uri, timeout);
            return new Status(answer.status() == OK, answer.body().strip());
        } catch (IOException problem) {
            return Status.down("no answer from " + uri + " (" + problem + "). Does the process run, and is"
                    + " WATCHLLM_HTTP_PORT the one that it was started with?");
        }
    }
}
