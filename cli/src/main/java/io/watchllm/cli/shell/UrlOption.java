package io.watchllm.cli.shell;

import io.watchllm.runtime.ConfigException;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.HttpSettings;
import io.watchllm.runtime.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The running processes that a command asks. */
public final class UrlOption {
    /** How long the answer of a process may take. */
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Setting<URI> URL = Setting.url("--url", null, "Where a process serves its health.");

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "A running process to ask; can be repeated (default: WATCHLLM_HTTP_PORT on this machine).")
    private List<String> given = new ArrayList<>();

    /**
     * The addresses that were given; without any, the one of this machine.
     *
     * @throws ConfigException when one is no URL
     */
    public List<URI> addresses(Environment variables) {
        if (given.isEmpty()) {
            return List.of(HttpSettings.from(variables).local());
        }
        try {
            return given.stream().map(URL.parser()::parse).toList();
        } catch (IllegalArgumentException problem) {
            throw new ConfigException("--url", "can't use it: " + problem.getMessage() + ".");
        }
    }
}
