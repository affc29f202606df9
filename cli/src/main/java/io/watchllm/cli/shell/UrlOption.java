package io.watchllm.cli.shell;

import io.watchllm.runtime.ConfigException;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.HttpSettings;
import io.watchllm.runtime.Setting;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The values of {@code --url}: running processes to ask. */
public final class UrlOption {
    private static final Setting<URI> URL = Setting.url("--url", null, "Where a process serves its health.");

    private UrlOption() {}

    /**
     * The addresses that were given; without any, the one of this machine.
     *
     * @throws ConfigException when one is no URL
     */
    public static List<URI> addresses(List<String> given, Environment variables) {
        if (given.isEmpty()) {
            return List.of(HttpSettings.from(variables).local());
        }
        List<URI> addresses = new ArrayList<>();
        for (var url : given) {
            try {
                addresses.add(URL.parser().parse(url));
            } catch (IllegalArgumentException problem) {
                throw new ConfigException("--url", "can't use it: " + problem.getMessage() + ".");
            }
        }
        return addresses;
    }
}
